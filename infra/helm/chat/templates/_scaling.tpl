{{/* The autoscaler of a part: (dict "root" $ "name" … "facts" … "values" …). */}}
{{- define "chat.scaling" -}}
{{- $scaling := .values.autoscaling | default dict -}}
{{- $gateway := eq .name "gateway" -}}
{{- if eq ($scaling.kind | default "none") "hpa" }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ .name }}}
  minReplicas: {{ $scaling.min }}
  maxReplicas: {{ $scaling.max }}
  metrics:
    - type: Pods
      pods:
        metric: {name: chat_sockets_open}
        target: {type: AverageValue, averageValue: {{ int $scaling.sockets | quote }}}
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: {{ $scaling.cpuPercent }}}
  behavior:
    {{- include "chat.scaleDown" . | nindent 4 }}
{{- else if eq ($scaling.kind | default "none") "keda" }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
spec:
  scaleTargetRef: {name: {{ .name }}}
  minReplicaCount: {{ $scaling.min }}
  maxReplicaCount: {{ $scaling.max }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- include "chat.scaleDown" . | nindent 8 }}
  triggers:
    {{- if $gateway }}
    - type: prometheus
      metadata:
        serverAddress: {{ $scaling.prometheus | quote }}
        query: sum(chat_sockets_open{namespace={{ .root.Release.Namespace | quote }}})
        threshold: {{ int $scaling.sockets | quote }}
    - type: cpu
      metricType: Utilization
      metadata: {value: {{ int $scaling.cpuPercent | quote }}}
    {{- else }}
    - type: kafka
      metadata:
        bootstrapServers: {{ .root.Values.kafka.bootstrapServers | quote }}
        consumerGroup: {{ .facts.lag.group }}
        topic: {{ .facts.lag.topic }}
        lagThreshold: {{ int $scaling.lag | quote }}
      {{- with $scaling.authentication }}
      authenticationRef: {name: {{ . }}}
      {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "chat.scaleDown" -}}
# What a stopped pod did moves to others: stop one at a time, and not for a short decrease of load.
scaleDown:
  stabilizationWindowSeconds: 600
  policies: [{type: Pods, value: 1, periodSeconds: 120}]
{{- end }}
