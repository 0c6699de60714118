package chat.gateway.account.issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import chat.infra.openid.OpenIdProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Where the gateway's page signs in. */
class SignInOptionsTest {

  private static final OpenIdProvider PROVIDER = new OpenIdProvider();
  private static final TestGateway GATEWAY =
      new TestGateway(
          "chat.account.local=false",
          "chat.auth.issuers[0].issuer=" + PROVIDER.issuer(),
          "chat.auth.issuers[0].audience=chat",
          "chat.auth.issuers[0].client-id=page",
          "chat.auth.issuers[0].token-endpoint=https://tokens.example/oauth/token",
          "chat.auth.issuers[1].issuer=https://id.example/realm",
          "chat.auth.issuers[1].audience=chat");

  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters";
  private static final String PAGE = "http://127.0.0.1:8080/";

  @AfterAll
  static void stop() {
    GATEWAY.close();
    PROVIDER.close();
  }

  @Test
  void the_page_knows_the_issuers_at_which_it_is_a_client_and_may_call_only_these() {
    HttpResponse<String> answer = GATEWAY.get("/signin.json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"local\":false,\"issuers\":[{\"issuer\":\""
                + PROVIDER.issuer()
                + "\",\"clientId\":\"page\",\"scope\":\"openid profile email\","
                + "\"audience\":\"chat\"}]}");
    assertThat(GATEWAY.get("/").headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("connect-src 'self' " + PROVIDER.issuer() + " https://tokens.example;");
  }

  @Test
  void a_token_that_the_page_gets_for_a_code_is_good() throws Exception {
    JsonNode page = TestGateway.json(GATEWAY.get("/signin.json")).at("/issuers/0");
    Map<String, String> parameters =
        new TreeMap<>(
            Map.of(
                "response_type",
                "code",
                "client_id",
                page.get("clientId").asString(),
                "redirect_uri",
                PAGE,
                "scope",
                page.get("scope").asString(),
                "audience",
                page.get("audience").asString(),
                "state",
                "s",
                "code_challenge",
                challenge(),
                "code_challenge_method",
                "S256"));

    HttpResponse<String> back =
        send(HttpRequest.newBuilder(provider("/oauth2/authorize?" + form(parameters))));

    String location = back.headers().firstValue("Location").orElse(back.body());
    assertThat(location).startsWith(PAGE + "?code=").contains("state=s");
    String code = location.replaceAll(".*code=([^&]+).*", "$1");
    assertThat(exchange(code, "another-verifier-of-forty-three-characters!").statusCode())
        .isEqualTo(400);
    HttpResponse<String> answer = exchange(code, VERIFIER);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode tokens = TestGateway.json(answer);

    HttpResponse<String> profile =
        GATEWAY.get(
            "/api/users/profile",
            "Authorization",
            "Bearer " + tokens.get("access_token").asString());
    assertThat(TestGateway.json(profile).get("username").asString()).isEqualTo("ann");
  }

  private static HttpResponse<String> exchange(String code, String verifier) {
    Map<String, String> grant =
        Map.of(
            "grant_type", "authorization_code",
            "client_id", "page",
            "code", code,
            "redirect_uri", PAGE,
            "code_verifier", verifier);
    return send(
        HttpRequest.newBuilder(provider("/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(grant))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return GATEWAY.send(request);
  }

  private static URI provider(String path) {
    return URI.create(PROVIDER.issuer() + path);
  }

  private static String challenge() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
