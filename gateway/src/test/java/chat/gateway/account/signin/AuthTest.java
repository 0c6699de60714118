package chat.gateway.account.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.Edge;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuthTest {

  private final Edge edge = Edge.shared();

  @Test
  void registering_answers_with_the_account_and_tokens_that_work() {
    HttpResponse<String> answer =
        edge.post(
            "/api/auth/register",
            """
            {"email":"Anna@Example.test","username":"Anna","password":"pass wörd"}""");
    JsonNode body = Edge.json(answer);

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
    edge.post(
        "/api/auth/register",
        "{\"email\":\"p@example.test\",\"username\":\"emoji\",\"password\":\"" + password + "\"}");

    assertThat(logIn("p@example.test", password).statusCode()).isEqualTo(200);
    assertThat(logIn("p@example.test", password.replace("a", "b")).statusCode()).isEqualTo(401);
  }

  @Test
  void a_taken_email_and_a_taken_username_are_both_named() {
    edge.register("berta");

    HttpResponse<String> answer =
        edge.post(
            "/api/auth/register",
            """
            {"email":"BERTA@example.test","username":"Berta","password":"correct horse"}""");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Edge.json(answer).get("code").asString()).isEqualTo("conflict");
    assertThat(Edge.json(answer).findValuesAsString("field")).containsExactly("email", "username");
  }

  @Test
  void every_field_at_fault_is_named() {
    HttpResponse<String> answer =
        edge.post(
            "/api/auth/register",
            """
            {"email":"nobody","username":"a b","password":"1234567"}""");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Edge.json(answer).findValuesAsString("field"))
        .containsExactly("email", "username", "password");
  }

  @Test
  void missing_fields_are_named() {
    HttpResponse<String> answer = edge.post("/api/auth/register", "{\"username\":null}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Edge.json(answer).findValuesAsString("field"))
        .containsExactlyInAnyOrder("email", "username", "password");
  }

  @Test
  void logging_in_takes_the_email_without_case() {
    edge.register("carla");

    HttpResponse<String> answer = logIn("CARLA@Example.TEST", "correct horse");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(idOfCaller(Edge.json(answer)))
        .isEqualTo(Edge.json(answer).at("/user/id").asString());
  }

  @Test
  void a_wrong_password_and_an_unknown_email_look_the_same() {
    edge.register("dora");

    HttpResponse<String> wrong = logIn("dora@example.test", "wrong horse");
    HttpResponse<String> unknown = logIn("nobody@example.test", "wrong horse");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @Test
  void refreshing_gives_a_new_pair_and_asking_again_the_same() {
    JsonNode first = edge.register("emma");

    JsonNode second = Edge.json(refresh(first));
    JsonNode again = Edge.json(refresh(first));

    assertThat(second.get("refreshToken")).isNotEqualTo(first.get("refreshToken"));
    assertThat(second.get("accessToken")).isNotEqualTo(first.get("accessToken"));
    assertThat(again.get("refreshToken")).isEqualTo(second.get("refreshToken"));
    assertThat(again.get("accessToken")).isEqualTo(second.get("accessToken"));
    assertThat(idOfCaller(second)).isEqualTo(first.at("/user/id").asString());
  }

  @Test
  void a_token_used_before_the_last_one_ends_the_family() {
    JsonNode first = edge.register("frida");
    JsonNode second = Edge.json(refresh(first));
    JsonNode third = Edge.json(refresh(second));

    assertThat(refresh(first).statusCode()).isEqualTo(401);
    assertThat(refresh(third).statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_that_never_was_ends_nothing() {
    JsonNode first = edge.register("gerda");
    byte[] token = Base64.getUrlDecoder().decode(first.get("refreshToken").asString());
    token[20] ^= 1;
    String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(token);

    assertThat(edge.post("/api/auth/refresh", body(forged)).statusCode()).isEqualTo(401);
    assertThat(edge.post("/api/auth/logout", body(forged)).statusCode()).isEqualTo(204);
    assertThat(refresh(first).statusCode()).isEqualTo(200);
  }

  @Test
  void logging_out_ends_the_family_and_may_be_done_twice() {
    JsonNode first = edge.register("heidi");
    String body = body(first.get("refreshToken").asString());

    assertThat(edge.post("/api/auth/logout", body).statusCode()).isEqualTo(204);
    assertThat(edge.post("/api/auth/logout", body).statusCode()).isEqualTo(204);
    assertThat(refresh(first).statusCode()).isEqualTo(401);
  }

  @Test
  void an_old_access_token_does_not_stand_in_the_way_of_coming_back() {
    edge.register("ilse");

    HttpResponse<String> answer =
        edge.send(
            edge.to("/api/auth/login")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer old")
                .POST(
                    BodyPublishers.ofString(
                        "{\"email\":\"ilse@example.test\",\"password\":\"correct horse\"}")));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void the_public_key_verifies_what_was_issued() {
    HttpResponse<String> answer = edge.get("/.well-known/jwks.json");
    JsonNode key = Edge.json(answer).at("/keys/0");
    String token = edge.register("julia").get("accessToken").asString();
    String header = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header).contains("\"kid\":\"" + key.get("kid").asString() + "\"");
    assertThat(key.propertyNames())
        .containsExactlyInAnyOrder("alg", "crv", "kid", "kty", "use", "x", "y");
  }

  private HttpResponse<String> logIn(String email, String password) {
    return edge.post(
        "/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
  }

  private HttpResponse<String> refresh(JsonNode tokens) {
    return edge.post("/api/auth/refresh", body(tokens.get("refreshToken").asString()));
  }

  private String idOfCaller(JsonNode tokens) {
    HttpResponse<String> answer =
        edge.get(
            "/api/probe/me", "Authorization", "Bearer " + tokens.get("accessToken").asString());
    return Edge.json(answer).get("id").asString();
  }

  private static String body(String refreshToken) {
    return "{\"refreshToken\":\"" + refreshToken + "\"}";
  }
}
