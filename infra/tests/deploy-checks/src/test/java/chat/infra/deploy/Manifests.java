package chat.infra.deploy;

import chat.infra.description.ProjectFiles;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The manifests in {@code infra/deploy/k8s}, as Kubernetes' own model has them. */
public final class Manifests {

  private static final Map<String, Class<?>> MODEL =
      Map.of(
          "v1 Namespace", V1Namespace.class,
          "v1 ConfigMap", V1ConfigMap.class,
          "v1 Secret", V1Secret.class,
          "v1 Service", V1Service.class,
          "apps/v1 Deployment", V1Deployment.class,
          "batch/v1 Job", V1Job.class,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
          "networking.k8s.io/v1 Ingress", V1Ingress.class,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class);

  static {
    // Fills in the type adapters, which refuse fields that a model doesn't have.
    new JSON();
  }

  private static final List<Object> ALL = documents().stream().map(Manifests::parse).toList();

  private Manifests() {}

  /** All of them. */
  public static List<Object> all() {
    return ALL;
  }

  /** All of one kind. */
  public static <T> List<T> all(Class<T> kind) {
    return ALL.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All of them, as they are written. */
  public static List<JsonNode> documents() {
    return ProjectFiles.under("infra/deploy/k8s", ".yaml").stream()
        .flatMap(file -> ProjectFiles.yamls(file).stream())
        .toList();
  }

  /**
   * As the model has it.
   *
   * @throws RuntimeException if it has a field, or a kind of value, that the model doesn't
   */
  public static Object parse(JsonNode document) {
    String kind = document.path("apiVersion").asString() + " " + document.path("kind").asString();
    Class<?> model = Objects.requireNonNull(MODEL.get(kind), kind);
    return JSON.deserialize(document.toString(), model);
  }
}
