package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The manifests by themselves: their form, and that what names another names one that is there. */
class ManifestsTest {

  @Test
  void all_are_what_kubernetes_knows() {
    assertThat(Manifests.all()).hasSizeGreaterThan(15);
  }

  @Test
  void a_field_that_kubernetes_does_not_know_is_found() {
    JsonNode deployment = document("Deployment");
    ((ObjectNode) deployment.path("spec").path("template").path("spec")).put("graceSeconds", 5);

    assertThatThrownBy(() -> Manifests.parse(deployment)).hasMessageContaining("graceSeconds");
  }

  @Test
  void a_wrong_kind_of_value_is_found() {
    JsonNode deployment = document("Deployment");
    ((ObjectNode) deployment.path("spec").path("template").path("spec"))
        .put("terminationGracePeriodSeconds", "long");

    assertThatThrownBy(() -> Manifests.parse(deployment)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void whatever_selects_pods_selects_those_of_a_deployment() {
    List<Object> labels =
        Manifests.all(V1Deployment.class).stream()
            .<Object>map(one -> one.getSpec().getSelector().getMatchLabels())
            .toList();
    assertThat(Manifests.all(V1Service.class))
        .allMatch(service -> labels.contains(service.getSpec().getSelector()));
    assertThat(Manifests.all(V1PodDisruptionBudget.class))
        .hasSameSizeAs(labels)
        .allMatch(budget -> labels.contains(budget.getSpec().getSelector().getMatchLabels()));
  }

  @Test
  void gateways_are_scaled_by_sockets_and_processor_time() {
    V2HorizontalPodAutoscaler scaler = Manifests.all(V2HorizontalPodAutoscaler.class).get(0);

    assertThat(scaler.getSpec().getScaleTargetRef().getName()).isEqualTo("gateway");
    assertThat(Objects.requireNonNull(scaler.getSpec().getMetrics()))
        .extracting(metric -> metric.getType())
        .containsExactly("Pods", "Resource");
  }

  private static JsonNode document(String kind) {
    return Manifests.documents().stream()
        .filter(document -> kind.equals(document.path("kind").asString()))
        .findFirst()
        .orElseThrow();
  }
}
