{{/* Who may call a part, and what it may call: (dict "root" $ "name" … "facts" … "values" …). */}}
{{- define "chat.networkPolicy" -}}
{{- $root := .root -}}
{{- $policy := $root.Values.networkPolicy -}}
{{- $name := .name -}}
{{- $parts := (include "chat.parts" $root | fromYaml).parts -}}
{{- if $policy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  {{- if and $root.Values.hooks (eq $name "setup") }}
  annotations: {helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "-5"}
  {{- end }}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/name: {{ $name }}}}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if eq $name "gateway" }}
    - ports: [{port: http}]
      {{- with $policy.publicFrom }}
      from: {{ toJson . }}
      {{- end }}
    {{- end }}
    {{- if .facts.port }}
    {{- range $caller, $facts := $parts }}
    {{- if has $name ($facts.calls | default list) }}
    - ports: [{port: http}]
      from: [{podSelector: {matchLabels: {app.kubernetes.io/name: {{ $caller }}}}}]
    {{- end }}
    {{- end }}
    {{- end }}
    {{- if .facts.management }}
    - ports: [{port: management}]
      {{- with $policy.monitoringFrom }}
      from: {{ toJson . }}
      {{- end }}
    {{- else }}
    [] # it has no ports
    {{- end }}
  egress:
    - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
      {{- with $policy.dns }}
      to: {{ toJson . }}
      {{- end }}
    {{- $addresses := dict
      "kafka" (splitList "," $root.Values.kafka.bootstrapServers)
      "cassandra" (splitList "," $root.Values.cassandra.contactPoints)
      "redis" ($root.Values.redis.clusterNodes | default $root.Values.redis.url | splitList ",")
      "s3" (list $root.Values.s3.endpoint) }}
    {{- range $backend := .facts.backends }}
    {{- include "chat.egress" (list (index $addresses $backend) (index $policy $backend)) | nindent 4 }}
    {{- end }}
    {{- if and $root.Values.scan.clamd (has "s3" .facts.backends) }}
    {{- include "chat.egress" (list (list $root.Values.scan.clamd) list) | nindent 4 }}
    {{- end }}
    {{- if and $root.Values.tracing.endpoint (ne $name "setup") }}
    {{- include "chat.egress" (list (list $root.Values.tracing.endpoint) $policy.tracing) | nindent 4 }}
    {{- end }}
    {{- range .facts.calls }}
    - ports: [{port: {{ (index $parts .).port }}}]
      to: [{podSelector: {matchLabels: {app.kubernetes.io/name: {{ . }}}}}]
    {{- end }}
    {{- if .facts.https }}
    - ports: [{port: 443}]
    {{- end }}
    {{- with $policy.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{/* A rule for the ports of addresses: (list ADDRESSES PEERS). */}}
{{- define "chat.egress" -}}
{{- $ports := list -}}
{{- range index . 0 -}}
{{- /* Only addresses of Redis and of HTTP may leave out the port. */ -}}
{{- $default := ternary 443 (ternary 80 6379 (hasPrefix "http:" .)) (hasPrefix "https:" .) -}}
{{- $host := regexReplaceAll "^[a-z0-9+]+://" . "" | splitList "/" | first -}}
{{- $port := regexFind ":[0-9]+$" $host | trimPrefix ":" | default $default -}}
{{- $ports = append $ports (int $port) -}}
{{- end -}}
- ports:
    {{- range $ports | uniq }}
    - {port: {{ . }}}
    {{- end }}
  {{- with index . 1 }}
  to: {{ toJson . }}
  {{- end }}
{{- end }}
