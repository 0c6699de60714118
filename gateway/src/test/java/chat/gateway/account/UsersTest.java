package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class UsersTest {

  private final TestGateway gateway = TestGateway.shared();

  @Test
  void users_are_found_by_prefix_in_any_case() {
    JsonNode zora = gateway.register("Zora");
    gateway.register("zorro");
    gateway.register("zulu");

    JsonNode found = TestGateway.json(get("/api/users?query=ZO", zora));

    assertThat(found.at("/users").findValuesAsString("username")).containsExactly("Zora", "zorro");
    assertThat(found.at("/users/0/id")).isEqualTo(zora.at("/user/id"));
    assertThat(found.at("/users/0").propertyNames()).containsExactlyInAnyOrder("id", "username");
    assertThat(found.get("next").isNull()).isTrue();
  }

  @Test
  void users_come_in_pages() {
    JsonNode first = gateway.register("yara1");
    gateway.register("yara2");
    gateway.register("yara3");

    JsonNode page = TestGateway.json(get("/api/users?query=yara&limit=2", first));
    JsonNode rest =
        TestGateway.json(
            get("/api/users?query=yara&limit=2&cursor=" + page.get("next").asString(), first));

    assertThat(page.findValuesAsString("username")).containsExactly("yara1", "yara2");
    assertThat(rest.findValuesAsString("username")).containsExactly("yara3");
    assertThat(rest.get("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?query=",
        "?query=%20",
        "?query=a&limit=0",
        "?query=a&limit=101",
        "?query=a&limit=x",
        "?query=a&cursor=%20"
      })
  void a_search_without_a_beginning_or_with_a_wrong_limit_is_refused(String query) {
    assertThat(get("/api/users" + query, gateway.shared("searcher")).statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_prefix_finds_no_user() {
    JsonNode found =
        TestGateway.json(get("/api/users?query=%C3%A4%25", gateway.shared("searcher")));

    assertThat(found.get("users").isEmpty()).isTrue();
  }

  @Test
  void a_public_profile_has_no_private_fields() {
    JsonNode wanda = gateway.register("wanda");
    patch(wanda, "{\"name\":\"Wanda W.\",\"avatar\":\"own-1\"}");

    HttpResponse<String> answer =
        get("/api/users/" + wanda.at("/user/id").asString(), gateway.shared("searcher"));

    assertThat(TestGateway.json(answer).propertyNames())
        .containsExactlyInAnyOrder("id", "username", "name", "avatar");
    assertThat(get("/api/users/unknown", wanda).statusCode()).isEqualTo(404);
  }

  @Test
  void a_patch_sets_given_fields_and_deletes_null_fields() {
    JsonNode vera = gateway.register("vera");

    HttpResponse<String> named = patch(vera, "{\"name\":\"Véra 👋\"}");
    HttpResponse<String> pictured = patch(vera, "{\"avatar\":\"own-1\",\"unknown\":1}");
    HttpResponse<String> unnamed = patch(vera, "{\"name\":null}");

    assertThat(TestGateway.json(named).get("name").asString()).isEqualTo("Véra 👋");
    assertThat(TestGateway.json(named).get("email").asString()).isEqualTo("vera@example.test");
    assertThat(TestGateway.json(pictured).get("name").asString()).isEqualTo("Véra 👋");
    assertThat(TestGateway.json(pictured).get("avatar").asString()).isEqualTo("own-1");
    assertThat(TestGateway.json(unnamed).has("name")).isFalse();
    assertThat(TestGateway.json(get("/api/users/profile", vera)))
        .isEqualTo(TestGateway.json(unnamed));
  }

  @Test
  void data_come_back_to_the_digit_are_replaced_and_removed() {
    JsonNode dana = gateway.register("dana");
    String id = dana.at("/user/id").asString();
    String data = "{\"n\":1e400,\"k\":0.10,\"i\":12345678901234567890}";

    assertThat(patch(dana, "{\"data\":" + data + "}").body()).contains("\"data\":" + data);
    assertThat(patch(dana, "{\"name\":\"Dana\"}").body()).contains("\"data\":" + data);
    assertThat(get("/api/users/profile", dana).body()).contains("\"data\":" + data);
    assertThat(get("/api/users/" + id, dana).body()).contains("\"data\":" + data);
    assertThat(get("/api/users?query=dana", dana).body()).contains(id).doesNotContain("\"data\"");

    assertThat(patch(dana, "{\"data\":{}}").body()).contains("\"data\":{}");
    assertThat(patch(dana, "{\"data\":null}").body()).doesNotContain("\"data\"");
    assertThat(patch(dana, "{\"data\":[]}").statusCode()).isEqualTo(400);
    assertThat(patch(dana, "{\"data\":{\"a\":\"" + "x".repeat(5000) + "\"}}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void an_avatar_must_be_a_ready_file_of_the_user() {
    JsonNode paula = gateway.register("paula");
    patch(paula, "{\"avatar\":\"own-1\"}");

    HttpResponse<String> answer = patch(paula, "{\"name\":\"Paula\",\"avatar\":\"others-1\"}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo("not_found");
    assertThat(TestGateway.json(answer).at("/errors/0/field").asString()).isEqualTo("avatar");
    JsonNode profile = TestGateway.json(get("/api/users/profile", paula));
    assertThat(profile.get("avatar").asString()).isEqualTo("own-1");
    assertThat(profile.has("name")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "{\"name\":7}",
        "{\"name\":\"\"}",
        "{\"name\":\" \\u2003\"}",
        "{\"name\":\"two\\nlines\"}",
        "{\"name\":\"\\u202egnp.exe\"}",
        "{\"avatar\":\"../x\"}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"\\u0000\"}"
      })
  void a_profile_that_makes_no_sense_is_refused(String body) {
    HttpResponse<String> answer = patch(gateway.shared("searcher"), body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo("invalid_request");
  }

  @Test
  void changing_the_password_needs_the_current_one_and_ends_other_sign_ins() {
    JsonNode here = gateway.register("ulla");
    JsonNode there = TestGateway.json(logIn("ulla", "correct horse"));

    assertThat(password(here, "wrong horse", "battery staple").statusCode()).isEqualTo(403);
    assertThat(password(here, "correct horse", "short").statusCode()).isEqualTo(400);
    assertThat(password(here, "correct horse", "Password1").statusCode()).isEqualTo(400);
    assertThat(password(here, "correct horse", "battery staple").statusCode()).isEqualTo(204);

    assertThat(get("/api/probe/me", here).statusCode()).isEqualTo(200);
    assertThat(get("/api/probe/me", there).statusCode()).isEqualTo(401);
    assertThat(refresh(there).statusCode()).isEqualTo(401);
    assertThat(refresh(here).statusCode()).isEqualTo(200);
    assertThat(logIn("ulla", "correct horse").statusCode()).isEqualTo(401);
    assertThat(logIn("ulla", "battery staple").statusCode()).isEqualTo(200);
  }

  @Test
  void logging_out_revokes_one_access_token_or_all_of_them() {
    JsonNode here = gateway.register("tina");
    JsonNode there = TestGateway.json(logIn("tina", "correct horse"));
    JsonNode elsewhere = TestGateway.json(logIn("tina", "correct horse"));

    assertThat(logOut(here, "").statusCode()).isEqualTo(204);
    assertThat(get("/api/probe/me", here).statusCode()).isEqualTo(401);
    assertThat(get("/api/probe/me", there).statusCode()).isEqualTo(200);
    assertThat(logOut(here, ",\"everywhere\":true").statusCode()).as("ended").isEqualTo(204);
    assertThat(get("/api/probe/me", there).statusCode()).isEqualTo(200);

    assertThat(logOut(there, ",\"everywhere\":true").statusCode()).isEqualTo(204);
    assertThat(get("/api/probe/me", elsewhere).statusCode()).isEqualTo(401);
    assertThat(refresh(elsewhere).statusCode()).isEqualTo(401);
    assertThat(logIn("tina", "correct horse").statusCode()).isEqualTo(200);
  }

  @Test
  void erasing_an_account_needs_the_password_and_returns_a_receipt() {
    JsonNode sara = gateway.register("sara");
    String id = sara.at("/user/id").asString();

    assertThat(delete(sara, "{\"password\":\"wrong horse\"}").statusCode()).isEqualTo(403);
    assertThat(delete(sara, "{}").statusCode()).isEqualTo(400);
    HttpResponse<String> receipt = delete(sara, "{\"password\":\"correct horse\"}");

    assertThat(receipt.statusCode()).isEqualTo(202);
    assertThat(TestGateway.json(receipt).get("user").asString()).isEqualTo(id);
    assertThat(TestGateway.json(receipt).at("/items").findValuesAsString("status"))
        .contains("erased", "following", "expiring");
    assertThat(receipt.body()).doesNotContain("sara");
    assertThat(get("/api/users/profile", sara).statusCode()).isEqualTo(401);
    assertThat(refresh(sara).statusCode()).isEqualTo(401);
    assertThat(logIn("sara", "correct horse").statusCode()).isEqualTo(401);
    JsonNode other = gateway.shared("searcher");
    assertThat(get("/api/users/" + id, other).statusCode()).isEqualTo(404);
    assertThat(TestGateway.json(get("/api/users?query=sara", other)).get("users").isEmpty())
        .isTrue();
    assertThat(gateway.register("sara").at("/user/id").asString()).isNotEqualTo(id);
  }

  @Test
  void the_receipt_names_the_retention_of_sign_ins_for_any_lifetime() {
    try (TestGateway brief = new TestGateway("chat.account.refresh.lifetime=2d")) {
      JsonNode user = brief.register("brief");
      HttpResponse<String> answer =
          brief.send(
              brief
                  .to("/api/users/profile")
                  .header("Authorization", bearer(user))
                  .header("Content-Type", "application/json")
                  .method("DELETE", BodyPublishers.ofString("{\"password\":\"correct horse\"}")));
      JsonNode receipt = TestGateway.json(answer);
      long kept =
          receipt
              .at("/items")
              .valueStream()
              .filter(item -> item.get("where").asString().contains("refresh_families"))
              .mapToLong(item -> item.get("untilAt").asLong() - receipt.get("erasedAt").asLong())
              .findFirst()
              .orElseThrow();

      assertThat(Duration.ofMillis(kept)).isEqualTo(Duration.ofDays(3));
    }
  }

  private HttpResponse<String> get(String path, JsonNode tokens) {
    return gateway.get(path, "Authorization", bearer(tokens));
  }

  private HttpResponse<String> patch(JsonNode tokens, String body) {
    return call("PATCH", "/api/users/profile", tokens, body);
  }

  private HttpResponse<String> delete(JsonNode tokens, String body) {
    return call("DELETE", "/api/users/profile", tokens, body);
  }

  private HttpResponse<String> password(JsonNode tokens, String current, String next) {
    return call(
        "POST",
        "/api/auth/password",
        tokens,
        "{\"password\":\"" + current + "\",\"newPassword\":\"" + next + "\"}");
  }

  private HttpResponse<String> call(String method, String path, JsonNode tokens, String body) {
    return gateway.send(
        gateway
            .to(path)
            .header("Authorization", bearer(tokens))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> logIn(String username, String password) {
    return gateway.post(
        "/api/auth/login",
        "{\"email\":\"" + username + "@example.test\",\"password\":\"" + password + "\"}");
  }

  private HttpResponse<String> refresh(JsonNode tokens) {
    return gateway.post("/api/auth/refresh", "{" + refreshToken(tokens) + "}");
  }

  private HttpResponse<String> logOut(JsonNode tokens, String more) {
    return gateway.post("/api/auth/logout", "{" + refreshToken(tokens) + more + "}");
  }

  private static String refreshToken(JsonNode tokens) {
    return "\"refreshToken\":\"" + tokens.get("refreshToken").asString() + "\"";
  }

  private static String bearer(JsonNode tokens) {
    return "Bearer " + tokens.get("accessToken").asString();
  }
}
