package chat.upload.access;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import chat.upload.Caller;
import chat.upload.UploadService;
import io.jsonwebtoken.Claims;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AccessTest {

  private static final String FILE = "/api/files/AAAAAAAAAAAAAAAAAAAAAA";

  private final UploadService service = UploadService.shared();

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/actuator/health", "/error", "/files"})
  void unknown_paths_are_not_found(String path) {
    assertProblem(call(path, ""), 404, "not_found");
    assertProblem(call(path, "Bearer " + service.token("ann")), 404, "not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {FILE, "/api/files/upload", "/api/nothing"})
  void the_api_takes_a_token(String path) {
    HttpResponse<String> answer = call(path, "");
    assertProblem(answer, 401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertProblem(call(path, "Basic YTpi"), 401, "unauthenticated");
    assertProblem(call(path, "Bearer " + service.token("ann")), 404, "not_found");
  }

  @Test
  void a_token_with_a_wrong_claim_is_refused() {
    Instant later = Instant.now().plusSeconds(600);
    Instant past = Instant.now().minusSeconds(60);
    Claims good = UploadService.claims("ann", later).build();
    assertThat(status("at+jwt", good)).isEqualTo(404);
    assertThat(status("jwt", good)).isEqualTo(401);
    assertThat(status("at+jwt", UploadService.claims("ann", past).build())).isEqualTo(401);
    assertThat(status("at+jwt", UploadService.claims("ann", later).issuer("x").build()))
        .isEqualTo(401);
    assertThat(
            status(
                "at+jwt",
                UploadService.claims("ann", later).audience().clear().add("x").and().build()))
        .isEqualTo(401);
    assertThat(status("at+jwt", UploadService.claims("ann", later).subject(null).build()))
        .isEqualTo(401);
  }

  @Test
  void a_new_key_works_at_once_and_an_old_token_of_a_key_that_is_gone_does_not() {
    try (UploadService other = new UploadService()) {
      Caller ann = new Caller(other, "ann");
      String old = other.token("ann");
      assertThat(ann.get(FILE).statusCode()).isEqualTo(404);
      other.rotateKeys();
      assertThat(ann.get(FILE).statusCode()).isEqualTo(404);
      HttpResponse<String> answer =
          Caller.send(
              HttpRequest.newBuilder(other.at(FILE))
                  .header("Authorization", "Bearer " + old)
                  .header(FileHeaders.GATEWAY, other.gatewayToken()));
      assertProblem(answer, 401, "unauthenticated");
    }
  }

  @Test
  void a_call_without_a_gateways_token_is_refused() {
    Claims good = UploadService.claims("ann", Instant.now().plusSeconds(60)).build();
    for (String token :
        new String[] {
          "",
          service.token("ann"), // what a user has
          service.token(FileHeaders.GATEWAY_TOKEN, good) + "x"
        }) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(service.at(FILE))
              .header("Authorization", "Bearer " + service.token("ann"));
      assertProblem(
          Caller.send(token.isEmpty() ? request : request.header(FileHeaders.GATEWAY, token)),
          403,
          "forbidden");
    }
  }

  @Test
  void a_call_of_a_gateway_whose_clock_is_behind_is_no_fault_of_its_user() {
    Claims over = UploadService.claims("ann", Instant.now().minusSeconds(600)).build();
    HttpResponse<String> answer =
        Caller.send(
            HttpRequest.newBuilder(service.at(FILE))
                .header("Authorization", "Bearer " + service.token("ann"))
                .header(FileHeaders.GATEWAY, service.token(FileHeaders.GATEWAY_TOKEN, over)));

    assertProblem(answer, 503, "unavailable");
  }

  @Test
  void every_answer_tells_browsers_to_be_careful() {
    HttpResponse<String> answer = call(FILE, "");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "sandbox");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void other_methods_are_problems_too() {
    Caller ann = new Caller(service, "ann");
    assertProblem(Caller.send(ann.request(FILE).DELETE()), 405, "method_not_allowed");
  }

  @Test
  void metrics_and_health_are_on_their_own_port() {
    for (String path : new String[] {"/actuator/health/readiness", "/actuator/prometheus"}) {
      URI uri = URI.create("http://127.0.0.1:" + service.managementPort() + path);
      assertThat(Caller.send(HttpRequest.newBuilder(uri)).statusCode()).as(path).isEqualTo(200);
    }
  }

  private int status(String type, Claims claims) {
    return call(FILE, "Bearer " + service.token(type, claims)).statusCode();
  }

  private HttpResponse<String> call(String path, String authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(service.at(path));
    request.header(FileHeaders.GATEWAY, service.gatewayToken());
    return Caller.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = Caller.json(answer);
    assertThat(problem.propertyNames()).contains("type", "title", "status", "detail", "code");
    assertThat(problem.get("code").asString()).isEqualTo(code);
  }
}
