{{/* The fixed facts of all parts. */}}
{{- define "chat.parts" -}}
{{- tpl (.Files.Get "files/parts.yaml") . -}}
{{- end }}

{{/* Whether tokens of other issuers are good here, so their addresses are called. */}}
{{- define "chat.issuers" -}}
{{- $found := false -}}
{{- $all := list .Values.settings -}}
{{- range .Values.parts }}{{ $all = append $all (.settings | default dict) }}{{ end -}}
{{- range $all }}{{ range $name, $value := . }}{{ if hasPrefix "CHAT_AUTH_ISSUERS" $name }}{{ $found = true }}{{ end }}{{ end }}{{ end -}}
{{- $found -}}
{{- end }}

{{/* Labels of a part: (dict "name" …). */}}
{{- define "chat.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: chat
{{- end }}

{{/* The settings of all parts. */}}
{{- define "chat.settings" -}}
{{- $kafka := .Values.kafka -}}
{{- $settings := dict
  "SPRING_KAFKA_BOOTSTRAP_SERVERS" $kafka.bootstrapServers
  "SPRING_CASSANDRA_CONTACT_POINTS" .Values.cassandra.contactPoints
  "SPRING_CASSANDRA_LOCAL_DATACENTER" .Values.cassandra.localDatacenter
  "SPRING_CASSANDRA_KEYSPACE_NAME" .Values.cassandra.keyspace
  "SPRING_DATA_REDIS_URL" .Values.redis.url
  "LOGGING_STRUCTURED_FORMAT_CONSOLE" "ecs"
  "CHAT_TRACING_ENDPOINT" .Values.tracing.endpoint
  "CHAT_TRACING_RATIO" .Values.tracing.ratio -}}
{{- with .Values.redis.clusterNodes -}}
{{- $_ := set $settings "SPRING_DATA_REDIS_CLUSTER_NODES" . -}}
{{- end -}}
{{- if ne $kafka.security.protocol "PLAINTEXT" -}}
{{- $_ := set $settings "SPRING_KAFKA_SECURITY_PROTOCOL" $kafka.security.protocol -}}
{{- end -}}
{{- if hasPrefix "SASL" $kafka.security.protocol -}}
{{- $_ := set $settings "SPRING_KAFKA_PROPERTIES_SASL_MECHANISM" $kafka.security.mechanism -}}
{{- end -}}
{{- if $kafka.security.caSecret -}}
{{- $_ := set $settings "SPRING_KAFKA_SSL_TRUST_STORE_TYPE" "PEM" -}}
{{- end -}}
{{- mergeOverwrite $settings .Values.settings | toYaml -}}
{{- end }}

{{/* The environment of a part, names once: (dict "root" $ "name" … "facts" … "values" …). */}}
{{- define "chat.env" -}}
{{- $own := .values.settings | default dict -}}
{{- $env := list -}}
{{- if eq .name "setup" -}}
{{- range $name, $value := include "chat.settings" .root | fromYaml -}}
{{- $env = append $env (dict "name" $name "value" $value) -}}
{{- end -}}
{{- end -}}
{{- $env = concat $env .facts.env -}}
{{- $security := .root.Values.kafka.security -}}
{{- if hasPrefix "SASL" $security.protocol -}}
{{- $env = append $env (include "chat.secretEnv" (list "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG" $security.existingSecret "sasl.jaas.config" .name) | fromYaml) -}}
{{- end -}}
{{- if $security.caSecret -}}
{{- $env = append $env (include "chat.secretEnv" (list "SPRING_KAFKA_SSL_TRUST_STORE_CERTIFICATES" $security.caSecret "ca.crt" .name) | fromYaml) -}}
{{- end -}}
{{- with .root.Values.cassandra.existingSecret -}}
{{- if has "cassandra" $.facts.backends -}}
{{- $env = append $env (include "chat.secretEnv" (list "SPRING_CASSANDRA_USERNAME" . "username" $.name) | fromYaml) -}}
{{- $env = append $env (include "chat.secretEnv" (list "SPRING_CASSANDRA_PASSWORD" . "password" $.name) | fromYaml) -}}
{{- end -}}
{{- end -}}
{{- with .root.Values.redis.existingSecret -}}
{{- if has "redis" $.facts.backends -}}
{{- $env = append $env (include "chat.secretEnv" (list "SPRING_DATA_REDIS_URL" . "url" $.name) | fromYaml) -}}
{{- end -}}
{{- end -}}
{{- $all := list -}}
{{- range $env -}}
{{- if not (hasKey $own .name) -}}{{- $all = append $all . -}}{{- end -}}
{{- end -}}
{{- range $name, $value := $own -}}
{{- $all = append $all (dict "name" $name "value" $value) -}}
{{- end -}}
{{- toYaml $all -}}
{{- end }}

{{/* A variable from a secret: (list NAME SECRET KEY PART). */}}
{{- define "chat.secretEnv" -}}
name: {{ index . 0 }}
valueFrom: {secretKeyRef: {name: {{ index . 1 | replace "{part}" (index . 3) }}, key: {{ index . 2 }}}}
{{- end }}

{{/* The image of a part: (dict "root" $ "name" … "facts" … "values" …). */}}
{{- define "chat.image" -}}
{{- $image := .root.Values.image -}}
{{- $path := printf "%s/%s" $image.repository (.facts.image | default .name) -}}
{{- with $image.registry -}}{{- $path = printf "%s/%s" . $path -}}{{- end -}}
{{- $path }}:{{ .values.tag | default $image.tag | default .root.Chart.AppVersion -}}
{{- end }}
