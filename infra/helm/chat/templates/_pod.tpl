{{/* The pod of a part: (dict "root" $ "name" … "facts" … "values" …). */}}
{{- define "chat.pod" -}}
{{- $root := .root -}}
{{- $facts := .facts -}}
{{- with $facts.seconds }}
terminationGracePeriodSeconds: {{ . }}
{{- end }}
{{- if eq .name "setup" }}
restartPolicy: OnFailure
{{- end }}
automountServiceAccountToken: false
securityContext: {runAsNonRoot: true, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - {name: {{ . }}}
  {{- end }}
{{- end }}
{{- range $key := list "priorityClassName" "nodeSelector" "tolerations" "affinity" }}
{{- with index $.values $key }}
{{ $key }}: {{ toJson . }}
{{- end }}
{{- end }}
{{- if $facts.management }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: {matchLabels: {app.kubernetes.io/name: {{ $.name }}}}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
containers:
  - name: {{ .name }}
    image: {{ include "chat.image" . }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    {{- if or $facts.port $facts.management }}
    ports:
      {{- with $facts.port }}
      - {name: http, containerPort: {{ . }}}
      {{- end }}
      - {name: management, containerPort: {{ $facts.management }}}
    {{- end }}
    {{- $secrets := concat ($facts.secrets | default list) (.values.settingsSecrets | default list) }}
    {{- if or (ne .name "setup") $secrets }}
    envFrom:
      {{- if ne .name "setup" }}
      - configMapRef: {name: chat}
      {{- end }}
      {{- range $secrets }}
      - secretRef: {name: {{ . }}}
      {{- end }}
    {{- end }}
    env:
      {{- include "chat.env" . | nindent 6 }}
    {{- if $facts.management }}
    startupProbe:
      httpGet: {path: /actuator/health/liveness, port: management}
      periodSeconds: 2
      failureThreshold: 60
    livenessProbe:
      httpGet: {path: /actuator/health/liveness, port: management}
      periodSeconds: 10
      timeoutSeconds: 5
    readinessProbe:
      httpGet: {path: /actuator/health/readiness, port: management}
      periodSeconds: 2
      timeoutSeconds: 5
      failureThreshold: 1
    {{- end }}
    {{- with $facts.sleep }}
    # Time until the balancers know that the pod is about to stop; then the process ends its work by itself.
    lifecycle: {preStop: {sleep: {seconds: {{ . }}}}}
    {{- end }}
    resources:
      {{- toYaml .values.resources | nindent 6 }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: {drop: [ALL]}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
      {{- if $facts.accounts }}
      - {name: accounts, mountPath: /run/secrets/chat, readOnly: true}
      {{- end }}
      {{- if $facts.files }}
      - {name: files, mountPath: /run/secrets/chat, readOnly: true}
      {{- end }}
      {{- if $root.Values.certificates.existingSecret }}
      - {name: certificates, mountPath: /run/secrets/certificates, readOnly: true}
      {{- end }}
volumes:
  - {name: tmp, emptyDir: {}}
  {{- if $facts.accounts }}
  - {name: accounts, secret: {secretName: {{ $root.Values.accounts.existingSecret }}}}
  {{- end }}
  {{- with $facts.files }}
  - {name: files, secret: {secretName: {{ . }}}}
  {{- end }}
  {{- with $root.Values.certificates.existingSecret }}
  - {name: certificates, secret: {secretName: {{ . }}}}
  {{- end }}
{{- end }}
