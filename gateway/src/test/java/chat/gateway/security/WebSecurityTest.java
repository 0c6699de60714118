package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.gateway.account.TestGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSecurityTest {

  private final TestGateway gateway = TestGateway.shared();
  private final String token = gateway.tokenOf("security");

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/probe/me", "/api/nothing", "/api/auth/nothing", "/api/auth/login/", "/api"})
  void the_api_needs_a_token(String path) {
    HttpResponse<String> answer = gateway.get(path);

    assertProblem(answer, 401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x.y.z", "Basic YTpi", "Digest x", "", "x"})
  void an_invalid_authorization_header_is_refused(String header) {
    assertProblem(gateway.get("/api/probe/me", "Authorization", header), 401, "unauthenticated");
  }

  @Test
  void the_case_of_the_scheme_does_not_matter() {
    assertThat(gateway.get("/api/probe/me", "Authorization", "bearer " + token).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/health",
        "/actuator/prometheus",
        "/error",
        "/login",
        "/logout",
        "/nothing",
        "/hidden",
        "/.well-known/other",
        "/WEB-INF/web.xml",
        "/application.yaml",
        "/static/index.html"
      })
  void a_path_without_rights_is_not_found(String path) {
    assertProblem(gateway.get(path), 404, "not_found");
    assertProblem(gateway.get(path, "Authorization", "Bearer " + token), 404, "not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/assets/index.js", "/docs/openapi.yaml", "/socket.io/", "/favicon.svg"})
  void pages_need_no_token_and_ignore_invalid_ones(String path) {
    int open = gateway.get(path).statusCode();

    assertThat(open).isIn(200, 404);
    assertThat(gateway.get(path, "Authorization", "Bearer old").statusCode()).isEqualTo(open);
  }

  @Test
  void every_answer_has_security_headers() {
    for (String path : new String[] {"/", "/nothing", "/api/nothing", "/.well-known/jwks.json"}) {
      HttpHeaders headers = gateway.get(path).headers();

      assertThat(headers.firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("Server")).isEmpty();
      assertThat(headers.firstValue("X-Powered-By")).isEmpty();
      assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void answers_of_the_api_are_not_cached() {
    assertThat(gateway.get("/api/probe/me", "Authorization", "Bearer " + token).headers())
        .matches(headers -> headers.firstValue("Cache-Control").orElse("").equals("no-store"));
    assertThat(gateway.get("/.well-known/jwks.json").headers())
        .matches(headers -> headers.firstValue("Cache-Control").orElse("").contains("public"));
  }

  @Test
  void a_socket_is_authenticated_by_its_header() {
    assertThat(firstFrame("Authorization", "Bearer " + token).join()).contains("SignedIn[");
    assertThat(firstFrame("X-Nothing", "x").join()).isEqualTo("null");
  }

  @Test
  void a_socket_with_an_invalid_token_is_refused_before_it_opens() {
    assertThatThrownBy(() -> firstFrame("Authorization", "Bearer x").join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    assertProblem(gateway.get("/ws", "Authorization", "Bearer x"), 401, "unauthenticated");
  }

  @Test
  void a_socket_of_a_foreign_page_is_refused() {
    assertThatThrownBy(() -> firstFrame("Origin", "https://evil.example").join())
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    String own = "http://127.0.0.1:" + gateway.port();
    assertThat(firstFrame("Origin", own).join()).isEqualTo("null");
  }

  @Test
  void management_has_its_own_port_with_two_endpoints() throws Exception {
    assertThat(management("/actuator/health/liveness")).isEqualTo(200);
    assertThat(management("/actuator/health/readiness")).isEqualTo(200);
    assertThat(management("/actuator/prometheus")).isEqualTo(200);
    assertThat(management("/actuator/env")).isEqualTo(404);
    assertThat(management("/actuator/heapdump")).isEqualTo(404);
    assertThat(management("/api/auth/login")).isEqualTo(404);
  }

  private int management(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private CompletableFuture<String> firstFrame(String header, String value) {
    CompletableFuture<String> frame = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            frame.complete(text.toString());
            return socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
          }
        };
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header(header, value)
        .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/ws"), listener)
        .thenCompose(socket -> frame);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo(code);
    assertThat(TestGateway.json(answer).get("status").asInt()).isEqualTo(status);
  }
}
