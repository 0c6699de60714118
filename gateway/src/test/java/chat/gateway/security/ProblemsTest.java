package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

  private final TestGateway gateway = TestGateway.shared();
  private final String token = gateway.tokenOf("problems");

  @Test
  void a_problem_has_the_fields_of_the_standard_and_a_code() {
    HttpResponse<String> answer = get("/api/nothing");

    assertProblem(answer, 404, "not_found");
    assertThat(TestGateway.json(answer).propertyNames())
        .containsExactly("type", "title", "status", "detail", "code");
    assertThat(TestGateway.json(answer).get("type").asString())
        .isEqualTo("urn:problem-type:chat:not_found");
  }

  @Test
  void an_unknown_method_is_answered_with_the_allowed_ones() {
    HttpResponse<String> answer = get("/api/auth/login");

    assertProblem(answer, 405, "method_not_allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void a_body_of_another_type_is_refused() {
    for (String type : new String[] {"text/plain", "application/xml", "nonsense"}) {
      HttpResponse<String> answer =
          gateway.send(
              gateway
                  .to("/api/auth/login")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("{}")));
      assertProblem(answer, 415, "unsupported_type");
    }
  }

  @Test
  void an_unacceptable_type_is_refused_with_a_problem() {
    HttpResponse<String> answer =
        gateway.get("/api/probe/me", "Authorization", "Bearer " + token, "Accept", "image/png");

    assertProblem(answer, 406, "not_acceptable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/png", "nonsense", "*/*;q=0"})
  void a_problem_ignores_the_accept_header(String accept) {
    assertProblem(gateway.get("/api/nothing", "Accept", accept), 401, "unauthenticated");
    assertProblem(gateway.get("/nothing", "Accept", accept), 404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/probe/page, room",
    "/api/probe/page?room=a, limit",
    "/api/probe/page?room=a&limit=, limit",
    "/api/probe/page?room=a&limit=x, limit",
    "/api/probe/page?room=a&limit=1e2, limit",
    "/api/probe/page?room=a&limit=99999999999, limit",
    "/api/probe/page?room=a&limit=201, limit",
  })
  void an_invalid_parameter_is_named(String path, String field) {
    HttpResponse<String> answer = get(path);

    assertProblem(answer, 400, "invalid_request");
    assertThat(TestGateway.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "room=%00&limit=1",
        "room=a%00b&limit=1",
        "room=%ED%A0%80&limit=1",
        "room=%FF&limit=1",
        "room=%&limit=1",
        "room=%zz&limit=1"
      })
  void a_parameter_that_is_no_text_is_refused(String query) {
    assertThat(get("/api/probe/page?room=%F0%9F%98%80%0A%5C&limit=1").statusCode()).isEqualTo(200);

    String answer =
        gateway.raw().ask("GET /api/probe/page?" + query + " HTTP/1.1", authorization());

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"invalid_request\"");
  }

  @Test
  void an_unexpected_error_reveals_nothing() {
    HttpResponse<String> answer = get("/api/probe/fails");

    assertProblem(answer, 500, "internal");
    assertThat(answer.body()).doesNotContain("inside", "org.example", "Exception", "at ");
  }

  @Test
  void unreachable_tables_are_answered_as_unavailable() {
    HttpResponse<String> answer = get("/api/probe/tables");

    assertProblem(answer, 503, "unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(answer.body()).doesNotContain("Exception", "node", "datastax");
  }

  @ParameterizedTest
  @CsvSource({"400, invalid_request", "404, not_found", "418, invalid_request", "500, internal"})
  void an_error_status_becomes_a_problem_of_that_status(int status, String code) {
    HttpResponse<String> answer = get("/api/probe/signals?status=" + status);

    assertProblem(answer, status, code);
    assertThat(answer.body()).doesNotContain("inside");
  }

  @Test
  void head_gets_the_headers_of_get() {
    HttpResponse<String> answer =
        gateway.send(gateway.to("/api/nothing").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEmpty();
  }

  private HttpResponse<String> get(String path) {
    return gateway.get(path, "Authorization", "Bearer " + token);
  }

  private String authorization() {
    return "Authorization: Bearer " + token;
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo(code);
    assertThat(TestGateway.json(answer).get("status").asInt()).isEqualTo(status);
  }
}
