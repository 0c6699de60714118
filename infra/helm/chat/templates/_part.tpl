{{/* All objects of a part that runs for good: (list $ NAME). */}}
{{- define "chat.part" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $facts := index (include "chat.parts" $root | fromYaml).parts $name -}}
{{- $values := index $root.Values.parts $name -}}
{{- $part := dict "root" $root "name" $name "facts" $facts "values" $values -}}
{{- $scaling := ($values.autoscaling | default dict).kind | default "none" -}}
{{- if $values.enabled -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "chat.labels" $part | nindent 4 }}
spec:
  {{- if eq $scaling "none" }}
  replicas: {{ $values.replicas }}
  {{- end }}
  strategy:
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {app.kubernetes.io/name: {{ $name }}}
  template:
    metadata:
      labels:
        {{- include "chat.labels" $part | nindent 8 }}
      annotations:
        checksum/settings: {{ include "chat.settings" $root | sha256sum }}
        prometheus.io/scrape: "true"
        prometheus.io/port: {{ $facts.management | quote }}
        prometheus.io/path: /actuator/prometheus
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- include "chat.pod" $part | trim | nindent 6 }}
{{- with $facts.port }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "chat.labels" $part | nindent 4 }}
spec:
  selector: {app.kubernetes.io/name: {{ $name }}}
  ports:
    - {name: http, port: {{ . }}, targetPort: http}
{{- end }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {app.kubernetes.io/name: {{ $name }}}
{{- include "chat.scaling" $part }}
{{- include "chat.networkPolicy" $part }}
{{- if $root.Values.monitoring.serviceMonitor.enabled }}
---
# Only for monitoring, which also reads pods that are not ready.
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}-management
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "chat.labels" $part | nindent 4 }}
    app.kubernetes.io/component: management
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {app.kubernetes.io/name: {{ $name }}}
  ports:
    - {name: management, port: {{ $facts.management }}, targetPort: management}
{{- end }}
{{- end }}
{{- end }}
