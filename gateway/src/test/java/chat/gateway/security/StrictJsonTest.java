package chat.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  private final TestGateway gateway = TestGateway.shared();
  private final String token = gateway.tokenOf("json");

  @Test
  void well_formed_text_is_unchanged() {
    String body =
        """
        {"text":"a\\u00e4\\ud83d\\ude00😀\\\\u0000 \\" é","number":-7,"flag":true,"texts":["","\\n"],"inner":{"number":1}}""";

    HttpResponse<String> answer = post(body.getBytes(UTF_8));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(TestGateway.json(answer).get("text").asString()).isEqualTo("aä😀😀\\u0000 \" é");
  }

  @Test
  void unknown_fields_are_ignored() {
    assertThat(post("{\"text\":\"a\",\"more\":{\"deep\":[1,null]}}".getBytes(UTF_8)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{",
        "{}}",
        "{} {}",
        "{} x",
        "{'text':'a'}",
        "{text:\"a\"}",
        "{\"text\":\"a\",}",
        "// a\n{}",
        "{\"number\":NaN}",
        "{\"number\":01}",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"unknown\":1,\"unknown\":2}",
        "{\"unknown\":{\"a\":1,\"a\":2}}",
        "{\"text\":\"\\u0000\"}",
        "{\"text\":\"\u0000\"}",
        "{\"text\":\"\\ud83d\"}",
        "{\"text\":\"\\ude00\\ud83d\"}",
        "{\"text\":\"\\ud83dx\"}",
        "{\"text\":\"\\ud83d\\n\\ude00\"}",
        "{\"text\":\"\\\\\\u0000\"}",
        "{\"unknown\":\"\\u0000\"}",
        "{\"unk\\u0000nown\":1}",
        "{\"texts\":[\"\\uD800\"]}",
      })
  void malformed_or_ambiguous_json_is_refused(String body) {
    assertInvalid(post(body.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":7}              | text",
        "{\"text\":7.5}            | text",
        "{\"text\":true}           | text",
        "{\"text\":{}}             | text",
        "{\"text\":[\"a\"]}        | text",
        "{\"number\":\"7\"}        | number",
        "{\"number\":\"\"}         | number",
        "{\"number\":7.5}          | number",
        "{\"number\":true}         | number",
        "{\"inner\":{}}           | inner.number",
        "{\"inner\":{\"number\":null}} | inner.number",
        "{\"number\":99999999999999999999} | number",
        "{\"flag\":1}              | flag",
        "{\"flag\":\"true\"}       | flag",
        "{\"texts\":\"a\"}         | texts",
        "{\"texts\":[\"a\",7]}     | texts[1]",
        "{\"inner\":{\"number\":\"1\"}} | inner.number",
        "{\"inner\":\"\"}          | inner",
      })
  void a_field_of_another_type_is_named(String body, String field) {
    HttpResponse<String> answer = post(body.getBytes(UTF_8));

    assertInvalid(answer);
    assertThat(TestGateway.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c0af", "eda080", "edb080eda080", "f4908080", "80", "e282"})
  void malformed_utf8_is_refused(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] body = "{\"text\":\"........\"}".getBytes(UTF_8);
    System.arraycopy(bad, 0, body, 9, bad.length);

    assertInvalid(post(body));
  }

  @Test
  void another_encoding_is_refused() {
    assertInvalid(post("{\"text\":\"a\"}".getBytes(UTF_16)));
    assertInvalid(
        gateway.send(
            gateway
                .to("/api/probe")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json;charset=iso-8859-1")
                .POST(BodyPublishers.ofString("{}"))));
  }

  @Test
  void depth_is_bounded() {
    assertThat(post(nested(63).getBytes(UTF_8)).statusCode()).isEqualTo(200);
    assertInvalid(post(nested(64).getBytes(UTF_8)));
    assertInvalid(post(nested(30_000).getBytes(UTF_8)));
  }

  @Test
  void names_and_numbers_are_bounded() {
    assertInvalid(post(("{\"" + "n".repeat(5000) + "\":1}").getBytes(UTF_8)));
    assertInvalid(post(("{\"number\":" + "9".repeat(5000) + "}").getBytes(UTF_8)));
    assertInvalid(post("{\"number\":1e1000000000}".getBytes(UTF_8)));
  }

  private static String nested(int depth) {
    return "{\"unknown\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private HttpResponse<String> post(byte[] body) {
    return gateway.send(
        gateway
            .to("/api/probe")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static void assertInvalid(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo("invalid_request");
    assertThat(answer.body()).doesNotContain("jackson", "java.", "chat.probe", "Exception");
  }
}
