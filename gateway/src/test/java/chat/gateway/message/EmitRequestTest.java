package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.edge.problem.Refusal.FieldError;
import chat.gateway.json.JsonBounds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EmitRequestTest {

  @Test
  void an_event_is_not_kept_unless_asked() {
    EmitRequest request =
        EmitRequest.of("dev", "poll.vote", json("{\"n\":0.10}"), null, null, null);

    assertThat(request.keep()).isFalse();
    assertThat(request.data().json()).isEqualTo("{\"n\":0.10}");
    assertThat(EmitRequest.of("dev", "a", json("{}"), "v-1", true, true).keep()).isTrue();
  }

  @Test
  void every_wrong_field_is_named() {
    assertThatThrownBy(() -> EmitRequest.of("A B", "", null, "a b", true, null))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
              assertThat(refusal.errors())
                  .extracting(FieldError::field)
                  .containsExactly("room", "name", "data", "id");
            });
  }

  @Test
  void data_are_bounded() {
    assertThatThrownBy(
            () ->
                EmitRequest.of(
                    "dev", "a", json("{\"a\":\"" + "x".repeat(5000) + "\"}"), null, null, null))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_LARGE));
  }

  private static @Nullable JsonNode json(String text) {
    return JsonBounds.OF_CLIENTS.mapper().readTree(text);
  }
}
