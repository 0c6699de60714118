package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Users that services create. */
class ServiceUsersTest {

  private static final String KEY = "csk_users";
  private static final TestGateway GATEWAY =
      new TestGateway(
          "chat.service.keys[0].name=crm",
          "chat.service.keys[0].sha256=" + sha256(),
          "chat.service.keys[0].scopes=users,tokens,erase");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static String sha256() {
    try {
      byte[] bytes = KEY.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void putting_a_user_twice_is_putting_it_once() {
    String body = "{\"username\":\"Vera\",\"name\":\"Vera B.\",\"email\":\"vera@example.test\"}";

    HttpResponse<String> first = put("crm-1", body);
    HttpResponse<String> second = put("crm-1", body);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    JsonNode user = TestGateway.json(second).get("user");
    assertThat(user.get("id").asString()).isEqualTo("crm-1");
    assertThat(user.get("username").asString()).isEqualTo("Vera");
    assertThat(user.get("name").asString()).isEqualTo("Vera B.");
    assertThat(user.get("email").asString()).isEqualTo("vera@example.test");
  }

  @Test
  void an_absent_field_keeps_its_value_and_null_deletes_it() {
    put("crm-2", "{\"username\":\"walt\",\"name\":\"Walt\",\"email\":\"walt@example.test\"}");

    JsonNode user =
        TestGateway.json(put("crm-2", "{\"username\":\"walt\",\"email\":null}")).get("user");

    assertThat(user.get("name").asString()).isEqualTo("Walt");
    assertThat(user.has("email")).isFalse();
  }

  @Test
  void another_username_frees_the_former_one() {
    put("crm-3", "{\"username\":\"before\"}");
    HttpResponse<String> renamed = put("crm-3", "{\"username\":\"after\"}");

    assertThat(renamed.statusCode()).isEqualTo(200);
    assertThat(put("crm-4", "{\"username\":\"AFTER\"}").statusCode()).isEqualTo(409);
    assertThat(put("crm-4", "{\"username\":\"before\"}").statusCode()).isEqualTo(201);
    String token = mint("crm-4");
    JsonNode found =
        TestGateway.json(GATEWAY.get("/api/users?query=after", "Authorization", "Bearer " + token));
    assertThat(found.get("users").get(0).get("id").asString()).isEqualTo("crm-3");
    assertThat(
            TestGateway.json(
                    GATEWAY.get("/api/users?query=before", "Authorization", "Bearer " + token))
                .get("users"))
        .hasSize(1);
  }

  @Test
  void a_taken_username_is_a_conflict_and_a_registration_respects_those_of_services() {
    GATEWAY.register("taken");
    HttpResponse<String> answer = put("crm-5", "{\"username\":\"Taken\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(TestGateway.json(answer).get("errors").get(0).get("field").asString())
        .isEqualTo("username");
    put("crm-5", "{\"username\":\"mine\",\"email\":\"x@example.test\"}");
    assertThat(
            GATEWAY
                .post(
                    "/api/auth/register",
                    "{\"email\":\"x@example.test\",\"username\":\"mine\",\"password\":\"correct horse\"}")
                .statusCode())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.b    | {"username":"okay"}
          me     | {"username":"okay"}
          crm-6  | {}
          crm-6  | {"username":"a b"}
          crm-6  | {"username":7}
          crm-6  | {"username":"okay","email":"none"}
          crm-6  | {"username":"okay","name":""}
          crm-6  | []
          """)
  void wrong_values_are_refused(String id, String body) {
    assertThat(put(id, body).statusCode()).isEqualTo(400);
  }

  @Test
  void a_user_without_password_signs_in_with_a_minted_token_only() {
    put("crm-7", "{\"username\":\"olga\",\"email\":\"olga@example.test\"}");

    JsonNode answer = TestGateway.json(post("/crm-7/tokens", "{\"ttlSeconds\":60}"));
    HttpResponse<String> profile = profile(answer.get("accessToken").asString());

    assertThat(answer.get("tokenType").asString()).isEqualTo("Bearer");
    assertThat(answer.get("expiresIn").asInt()).isEqualTo(60);
    assertThat(profile.statusCode()).isEqualTo(200);
    assertThat(TestGateway.json(profile).get("username").asString()).isEqualTo("olga");
    assertThat(
            GATEWAY
                .post(
                    "/api/auth/login",
                    "{\"email\":\"olga@example.test\",\"password\":\"correct horse\"}")
                .statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"59", "86401", "-1", "1.5"})
  void a_token_lives_from_a_minute_to_a_day(String seconds) {
    put("crm-8", "{\"username\":\"minute\"}");

    assertThat(post("/crm-8/tokens", "{\"ttlSeconds\":" + seconds + "}").statusCode())
        .isEqualTo(400);
    assertThat(post("/crm-8/tokens", "{\"ttlSeconds\":86400}").statusCode()).isEqualTo(201);
    assertThat(post("/nobody/tokens", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void ended_sessions_end_minted_tokens_and_later_ones_are_good() {
    put("crm-9", "{\"username\":\"ended\"}");
    String token = mint("crm-9");

    assertThat(post("/crm-9/sessions/end", "").statusCode()).isEqualTo(204);
    assertThat(profile(token).statusCode()).isEqualTo(401);
    assertThat(profile(mint("crm-9")).statusCode()).isEqualTo(200);
    assertThat(post("/crm-9/sessions/end", "").statusCode()).isEqualTo(204);
    assertThat(post("/nobody/sessions/end", "").statusCode()).isEqualTo(404);
  }

  @Test
  void an_erased_user_stays_erased_and_the_receipt_is_the_same_again() {
    put("crm-10", "{\"username\":\"erased\"}");
    String token = mint("crm-10");

    HttpResponse<String> first = delete("crm-10");
    HttpResponse<String> second = delete("crm-10");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(profile(token).statusCode()).isEqualTo(401);
    assertThat(put("crm-10", "{\"username\":\"other\"}").statusCode()).isEqualTo(409);
    assertThat(put("crm-11", "{\"username\":\"erased\"}").statusCode()).isEqualTo(201);
    assertThat(delete("nobody").statusCode()).isEqualTo(404);
  }

  private static String mint(String id) {
    return TestGateway.json(post("/" + id + "/tokens", "{}")).get("accessToken").asString();
  }

  private static HttpResponse<String> profile(String token) {
    return GATEWAY.get("/api/users/profile", "Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> put(String id, String body) {
    return call("PUT", "/" + id, body);
  }

  private static HttpResponse<String> post(String path, String body) {
    return call("POST", path, body);
  }

  private static HttpResponse<String> delete(String id) {
    return call("DELETE", "/" + id, "");
  }

  private static HttpResponse<String> call(String method, String path, String body) {
    return GATEWAY.send(
        GATEWAY
            .to("/api/server/users" + path)
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }
}
