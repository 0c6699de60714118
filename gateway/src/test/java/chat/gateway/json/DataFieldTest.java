package chat.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.ApplicationData;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DataFieldTest {

  private static final JsonMapper MAPPER = JsonBounds.OF_CLIENTS.mapper();

  /** As bodies of REST are read. */
  record Body(@Nullable JsonNode data) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'n':1e400,'m':-1E-400,'x':1e99999999999}",
        "{'n':0.1,'m':0.10,'k':1.0,'z':-0,'y':-0.0}",
        "{'n':12345678901234567890,'m':3.14159265358979323846264338327950288419716939937510}",
        "{'n':9223372036854775807,'m':-9223372036854775808,'k':0}",
        "{'b':[true,false,null,[],{}],'a':{'é€👍':'','':1}}"
      })
  void a_value_comes_through_to_the_digit(String json) {
    JsonNode frame = MAPPER.readTree(quoted("{'type':'send','data':" + json + "}"));
    Body body = MAPPER.readValue(quoted("{'data':" + json + "}"), Body.class);

    assertThat(read(frame.get("data"))).isEqualTo(quoted(json));
    assertThat(read(body.data())).isEqualTo(quoted(json));
  }

  @Test
  void a_missing_field_is_told_from_null() {
    Body missing = MAPPER.readValue("{}", Body.class);
    Body none = MAPPER.readValue("{\"data\":null}", Body.class);

    assertThat(DataField.readChange(missing.data())).isNull();
    assertThat(DataField.readChange(none.data())).isEqualTo(ApplicationData.NONE);
    assertThat(DataField.read(none.data())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "1.5",
        "'{}'",
        "true",
        "{'a':'\\u0000'}",
        "{'a':'\\ud800'}",
        "{'\\udc00':1}"
      })
  void what_is_no_object_is_refused_by_its_name(String json) {
    refuses(json, ProblemCode.INVALID_REQUEST);
  }

  @Test
  void depth_and_size_are_bounded() {
    refuses("{'a':" + "[".repeat(8) + "]".repeat(8) + "}", ProblemCode.INVALID_REQUEST);
    refuses("{'a':" + "[".repeat(50) + "]".repeat(50) + "}", ProblemCode.INVALID_REQUEST);
    refuses("{'a':'" + "x".repeat(4089) + "'}", ProblemCode.TOO_LARGE);
    assertThat(read(MAPPER.readTree("{\"a\":\"" + "x".repeat(4088) + "\"}"))).hasSize(4096);
    assertThat(read(MAPPER.readTree("{\"" + "k".repeat(4000) + "\":1}"))).hasSize(4006);
  }

  @Test
  void bytes_are_no_json() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putArray("a").add(new byte[] {1, 2});

    assertThatThrownBy(() -> DataField.read(object)).isInstanceOf(Refusal.class);
  }

  private static void refuses(String json, ProblemCode code) {
    JsonNode field = MAPPER.readTree(quoted(json));
    assertThatThrownBy(() -> DataField.read(field))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.detail()).startsWith("data: ");
            });
  }

  private static String read(@Nullable JsonNode field) {
    return Objects.requireNonNull(DataField.read(field)).json();
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
