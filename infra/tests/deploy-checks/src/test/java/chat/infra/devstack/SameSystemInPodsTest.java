package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.deploy.Manifests;
import chat.infra.deploy.Settings;
import chat.infra.description.ProjectFiles;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1EnvFromSource;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compares the parts of the manifests with those of the launcher and Docker Compose. */
class SameSystemInPodsTest {

  private static final JsonNode COMPOSED = ProjectFiles.yaml("docker-compose.yml").path("services");

  /** Told to the manifests' own texts, not to services. */
  private static final Set<String> OF_KUBERNETES = Set.of("POD_IP");

  private static final Map<String, V1Container> CONTAINERS = new TreeMap<>();

  @BeforeAll
  static void collect() {
    Stream.concat(
            Manifests.all(V1Deployment.class).stream().map(one -> one.getSpec().getTemplate()),
            Manifests.all(V1Job.class).stream().map(one -> one.getSpec().getTemplate()))
        .map(template -> Objects.requireNonNull(template.getSpec()))
        .map(V1PodSpec::getContainers)
        .flatMap(List::stream)
        .forEach(container -> CONTAINERS.put(container.getName(), container));
  }

  @Test
  void the_same_services_run() {
    assertThat(CONTAINERS.keySet())
        .isEqualTo(
            COMPOSED
                .propertyStream()
                .filter(service -> isOurs(service.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    CONTAINERS.forEach(
        (name, container) ->
            assertThat(container.getImage().split(":", 2)[0])
                .as(name)
                .isEqualTo(COMPOSED.path(name).path("image").stringValue().split(":", 2)[0]));
  }

  private static boolean isOurs(JsonNode service) {
    return service.path("image").stringValue("").startsWith("chat/");
  }

  @Test
  void they_listen_at_the_same_ports() {
    CONTAINERS.forEach(
        (name, container) ->
            assertThat(
                    Stream.ofNullable(container.getPorts())
                        .flatMap(List::stream)
                        .map(V1ContainerPort::getContainerPort)
                        .map(String::valueOf)
                        .collect(Collectors.toSet()))
                .as(name)
                .isEqualTo(Set.copyOf(ProjectFiles.texts(COMPOSED.path(name).path("expose")))));
  }

  @Test
  void each_pod_has_the_settings_of_its_container_and_no_others() {
    Settings settings = Settings.all();
    CONTAINERS.forEach(
        (name, container) -> {
          Set<String> told = environment(container);
          Set<String> composed =
              Set.copyOf(COMPOSED.path(name).path("environment").propertyNames());
          assertThat(told).as(name).containsAll(composed);
          assertThat(told)
              .as(name)
              .allMatch(
                  variable ->
                      settings.knows(variable)
                          || composed.contains(variable)
                          || OF_KUBERNETES.contains(variable));
        });
  }

  @Test
  void probes_ask_management_whether_it_lives_and_whether_it_is_ready() {
    CONTAINERS.values().stream()
        .filter(container -> !"setup".equals(container.getName()))
        .forEach(
            container -> {
              assertThat(path(container.getLivenessProbe())).endsWith("/liveness");
              assertThat(path(container.getStartupProbe())).endsWith("/liveness");
              assertThat(path(container.getReadinessProbe())).endsWith("/readiness");
            });
  }

  private static String path(V1Probe probe) {
    assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo("management");
    return probe.getHttpGet().getPath();
  }

  private static Set<String> environment(V1Container container) {
    Set<String> names = new TreeSet<>();
    Stream.ofNullable(container.getEnv())
        .flatMap(List::stream)
        .map(V1EnvVar::getName)
        .forEach(names::add);
    Stream.ofNullable(container.getEnvFrom())
        .flatMap(List::stream)
        .forEach(source -> names.addAll(from(source)));
    return names;
  }

  private static Set<String> from(V1EnvFromSource source) {
    if (source.getSecretRef() != null) {
      return Manifests.all(V1Secret.class).stream()
          .filter(one -> source.getSecretRef().getName().equals(one.getMetadata().getName()))
          .map(one -> one.getStringData().keySet())
          .findFirst()
          .orElseThrow();
    }
    return Manifests.all(V1ConfigMap.class).stream()
        .filter(one -> source.getConfigMapRef().getName().equals(one.getMetadata().getName()))
        .map(one -> one.getData().keySet())
        .findFirst()
        .orElseThrow();
  }
}
