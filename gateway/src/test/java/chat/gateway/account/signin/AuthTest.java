package chat.gateway.account.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuthTest {

  private final TestGateway gateway = TestGateway.shared();

  @Test
  void registering_returns_the_account_and_valid_tokens() {
    HttpResponse<String> answer =
        gateway.post(
            "/api/auth/register",
            """
            {"email":"Anna@Example.test","username":"Anna","password":"pass wörd"}""");
    JsonNode body = TestGateway.json(answer);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(body.at("/user/username").asString()).isEqualTo("Anna");
    assertThat(body.at("/user/email").asString()).isEqualTo("Anna@Example.test");
    assertThat(body.at("/user/createdAt").isIntegralNumber()).isTrue();
    assertThat(body.get("tokenType").asString()).isEqualTo("Bearer");
    assertThat(body.get("expiresIn").asInt()).isEqualTo(600);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/api/users/" + body.at("/user/id").asString());
    assertThat(idOfCaller(body)).isEqualTo(body.at("/user/id").asString());
  }

  @Test
  void a_password_may_have_characters_of_any_kind_and_all_of_them_count() {
    String password = "\uD83D\uDE00".repeat(127) + "a";
    gateway.post(
        "/api/auth/register",
        "{\"email\":\"p@example.test\",\"username\":\"emoji\",\"password\":\"" + password + "\"}");

    assertThat(logIn("p@example.test", password).statusCode()).isEqualTo(200);
    assertThat(logIn("p@example.test", password.replace("a", "b")).statusCode()).isEqualTo(401);
  }

  @Test
  void a_taken_email_and_a_taken_username_are_both_named() {
    gateway.register("berta");

    HttpResponse<String> answer =
        gateway.post(
            "/api/auth/register",
            """
            {"email":"BERTA@example.test","username":"Berta","password":"correct horse"}""");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo("conflict");
    assertThat(TestGateway.json(answer).findValuesAsString("field"))
        .containsExactly("email", "username");
  }

  @Test
  void every_invalid_field_is_named() {
    HttpResponse<String> answer =
        gateway.post(
            "/api/auth/register",
            """
            {"email":"unknown","username":"a b","password":"1234567"}""");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestGateway.json(answer).findValuesAsString("field"))
        .containsExactly("email", "username", "password");
  }

  @Test
  void missing_fields_are_named() {
    HttpResponse<String> answer = gateway.post("/api/auth/register", "{\"username\":null}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestGateway.json(answer).findValuesAsString("field"))
        .containsExactlyInAnyOrder("email", "username", "password");
  }

  @Test
  void logging_in_ignores_the_case_of_the_email() {
    gateway.register("carla");

    HttpResponse<String> answer = logIn("CARLA@Example.TEST", "correct horse");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(idOfCaller(TestGateway.json(answer)))
        .isEqualTo(TestGateway.json(answer).at("/user/id").asString());
  }

  @Test
  void a_wrong_password_and_an_unknown_email_get_the_same_answer() {
    gateway.register("dora");

    HttpResponse<String> wrong = logIn("dora@example.test", "wrong horse");
    HttpResponse<String> unknown = logIn("unknown@example.test", "wrong horse");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void a_refresh_returns_a_new_pair_and_a_repeat_the_same_pair() {
    JsonNode first = gateway.register("emma");

    JsonNode second = TestGateway.json(refresh(first));
    JsonNode again = TestGateway.json(refresh(first));

    assertThat(second.get("refreshToken")).isNotEqualTo(first.get("refreshToken"));
    assertThat(second.get("accessToken")).isNotEqualTo(first.get("accessToken"));
    assertThat(again.get("refreshToken")).isEqualTo(second.get("refreshToken"));
    assertThat(again.get("accessToken")).isEqualTo(second.get("accessToken"));
    assertThat(idOfCaller(second)).isEqualTo(first.at("/user/id").asString());
  }

  @Test
  void reusing_an_older_token_ends_the_family() {
    JsonNode first = gateway.register("frida");
    JsonNode second = TestGateway.json(refresh(first));
    JsonNode third = TestGateway.json(refresh(second));

    assertThat(refresh(first).statusCode()).isEqualTo(401);
    assertThat(refresh(third).statusCode()).isEqualTo(401);
  }

  @Test
  void an_unknown_token_ends_nothing() {
    JsonNode first = gateway.register("gerda");
    byte[] token = Base64.getUrlDecoder().decode(first.get("refreshToken").asString());
    token[20] ^= 1;
    String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(token);

    assertThat(gateway.post("/api/auth/refresh", body(forged)).statusCode()).isEqualTo(401);
    assertThat(gateway.post("/api/auth/logout", body(forged)).statusCode()).isEqualTo(204);
    assertThat(refresh(first).statusCode()).isEqualTo(200);
  }

  @Test
  void logging_out_ends_the_family_and_can_be_repeated() {
    JsonNode first = gateway.register("heidi");
    String body = body(first.get("refreshToken").asString());

    assertThat(gateway.post("/api/auth/logout", body).statusCode()).isEqualTo(204);
    assertThat(gateway.post("/api/auth/logout", body).statusCode()).isEqualTo(204);
    assertThat(refresh(first).statusCode()).isEqualTo(401);
  }

  @Test
  void an_expired_access_token_does_not_prevent_a_sign_in() {
    gateway.register("ilse");

    HttpResponse<String> answer =
        gateway.send(
            gateway
                .to("/api/auth/login")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer old")
                .POST(
                    BodyPublishers.ofString(
                        "{\"email\":\"ilse@example.test\",\"password\":\"correct horse\"}")));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void the_public_key_verifies_issued_tokens() {
    HttpResponse<String> answer = gateway.get("/.well-known/jwks.json");
    JsonNode key = TestGateway.json(answer).at("/keys/0");
    String token = gateway.register("julia").get("accessToken").asString();
    String header = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header).contains("\"kid\":\"" + key.get("kid").asString() + "\"");
    assertThat(key.propertyNames())
        .containsExactlyInAnyOrder("alg", "crv", "kid", "kty", "use", "x", "y");
  }

  private HttpResponse<String> logIn(String email, String password) {
    return gateway.post(
        "/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
  }

  private HttpResponse<String> refresh(JsonNode tokens) {
    return gateway.post("/api/auth/refresh", body(tokens.get("refreshToken").asString()));
  }

  private String idOfCaller(JsonNode tokens) {
    HttpResponse<String> answer =
        gateway.get(
            "/api/probe/me", "Authorization", "Bearer " + tokens.get("accessToken").asString());
    return TestGateway.json(answer).get("id").asString();
  }

  private static String body(String refreshToken) {
    return "{\"refreshToken\":\"" + refreshToken + "\"}";
  }
}
