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

  private final Edge edge = Edge.shared();

  @Test
  void people_are_found_by_the_beginning_of_their_name_whatever_its_case() {
    JsonNode zora = edge.register("Zora");
    edge.register("zorro");
    edge.register("zulu");

    JsonNode found = Edge.json(get("/api/users?query=ZO", zora));

    assertThat(found.at("/users").findValuesAsString("username")).containsExactly("Zora", "zorro");
    assertThat(found.at("/users/0/id")).isEqualTo(zora.at("/user/id"));
    assertThat(found.at("/users/0").propertyNames()).containsExactlyInAnyOrder("id", "username");
    assertThat(found.get("next").isNull()).isTrue();
  }

  @Test
  void people_come_in_pages() {
    JsonNode first = edge.register("yara1");
    edge.register("yara2");
    edge.register("yara3");

    JsonNode page = Edge.json(get("/api/users?query=yara&limit=2", first));
    JsonNode rest =
        Edge.json(
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
    assertThat(get("/api/users" + query, edge.shared("searcher")).statusCode()).isEqualTo(400);
  }

  @Test
  void what_no_username_begins_with_finds_nobody() {
    JsonNode found = Edge.json(get("/api/users?query=%C3%A4%25", edge.shared("searcher")));

    assertThat(found.get("users").isEmpty()).isTrue();
  }

  @Test
  void somebody_is_shown_to_others_without_what_is_private() {
    JsonNode wanda = edge.register("wanda");
    patch(wanda, "{\"name\":\"Wanda W.\",\"avatar\":\"own-1\"}");

    HttpResponse<String> answer =
        get("/api/users/" + wanda.at("/user/id").asString(), edge.shared("searcher"));

    assertThat(Edge.json(answer).propertyNames())
        .containsExactlyInAnyOrder("id", "username", "name", "avatar");
    assertThat(get("/api/users/nobody", wanda).statusCode()).isEqualTo(404);
  }

  @Test
  void a_profile_changes_in_what_is_given_and_loses_what_is_null() {
    JsonNode vera = edge.register("vera");

    HttpResponse<String> named = patch(vera, "{\"name\":\"Véra 👋\"}");
    HttpResponse<String> pictured = patch(vera, "{\"avatar\":\"own-1\",\"unknown\":1}");
    HttpResponse<String> unnamed = patch(vera, "{\"name\":null}");

    assertThat(Edge.json(named).get("name").asString()).isEqualTo("Véra 👋");
    assertThat(Edge.json(named).get("email").asString()).isEqualTo("vera@example.test");
    assertThat(Edge.json(pictured).get("name").asString()).isEqualTo("Véra 👋");
    assertThat(Edge.json(pictured).get("avatar").asString()).isEqualTo("own-1");
    assertThat(Edge.json(unnamed).has("name")).isFalse();
    assertThat(Edge.json(get("/api/users/profile", vera))).isEqualTo(Edge.json(unnamed));
  }

  @Test
  void a_picture_is_a_ready_file_of_ones_own() {
    JsonNode paula = edge.register("paula");
    patch(paula, "{\"avatar\":\"own-1\"}");

    HttpResponse<String> answer = patch(paula, "{\"name\":\"Paula\",\"avatar\":\"others-1\"}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Edge.json(answer).get("code").asString()).isEqualTo("not_found");
    assertThat(Edge.json(answer).at("/errors/0/field").asString()).isEqualTo("avatar");
    JsonNode profile = Edge.json(get("/api/users/profile", paula));
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
    HttpResponse<String> answer = patch(edge.shared("searcher"), body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Edge.json(answer).get("code").asString()).isEqualTo("invalid_request");
  }

  @Test
  void a_new_password_takes_the_present_one_and_ends_other_sign_ins() {
    JsonNode here = edge.register("ulla");
    JsonNode there = Edge.json(logIn("ulla", "correct horse"));

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
  void logging_out_ends_the_access_token_and_everywhere_all_of_them() {
    JsonNode here = edge.register("tina");
    JsonNode there = Edge.json(logIn("tina", "correct horse"));
    JsonNode elsewhere = Edge.json(logIn("tina", "correct horse"));

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
  void erasing_an_account_takes_the_password_and_gives_a_receipt() {
    JsonNode sara = edge.register("sara");
    String id = sara.at("/user/id").asString();

    assertThat(delete(sara, "{\"password\":\"wrong horse\"}").statusCode()).isEqualTo(403);
    assertThat(delete(sara, "{}").statusCode()).isEqualTo(400);
    HttpResponse<String> receipt = delete(sara, "{\"password\":\"correct horse\"}");

    assertThat(receipt.statusCode()).isEqualTo(202);
    assertThat(Edge.json(receipt).get("user").asString()).isEqualTo(id);
    assertThat(Edge.json(receipt).at("/items").findValuesAsString("status"))
        .contains("erased", "following", "expiring");
    assertThat(receipt.body()).doesNotContain("sara");
    assertThat(get("/api/users/profile", sara).statusCode()).isEqualTo(401);
    assertThat(refresh(sara).statusCode()).isEqualTo(401);
    assertThat(logIn("sara", "correct horse").statusCode()).isEqualTo(401);
    JsonNode other = edge.shared("searcher");
    assertThat(get("/api/users/" + id, other).statusCode()).isEqualTo(404);
    assertThat(Edge.json(get("/api/users?query=sara", other)).get("users").isEmpty()).isTrue();
    assertThat(edge.register("sara").at("/user/id").asString()).isNotEqualTo(id);
  }

  @Test
  void the_receipt_says_for_how_long_sign_ins_are_kept_whatever_their_lifetime() {
    try (Edge brief = new Edge("chat.account.refresh.lifetime=2d")) {
      JsonNode user = brief.register("brief");
      HttpResponse<String> answer =
          brief.send(
              brief
                  .to("/api/users/profile")
                  .header("Authorization", bearer(user))
                  .header("Content-Type", "application/json")
                  .method("DELETE", BodyPublishers.ofString("{\"password\":\"correct horse\"}")));
      JsonNode receipt = Edge.json(answer);
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
    return edge.get(path, "Authorization", bearer(tokens));
  }

  private HttpResponse<String> patch(JsonNode tokens, String body) {
    return call("PATCH", "/api/users/profile", tokens, body);
  }

  private HttpResponse<String> delete(JsonNode tokens, String body) {
    return call("DELETE", "/api/users/profile", tokens, body);
  }

  private HttpResponse<String> password(JsonNode tokens, String present, String next) {
    return call(
        "POST",
        "/api/auth/password",
        tokens,
        "{\"password\":\"" + present + "\",\"newPassword\":\"" + next + "\"}");
  }

  private HttpResponse<String> call(String method, String path, JsonNode tokens, String body) {
    return edge.send(
        edge.to(path)
            .header("Authorization", bearer(tokens))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> logIn(String username, String password) {
    return edge.post(
        "/api/auth/login",
        "{\"email\":\"" + username + "@example.test\",\"password\":\"" + password + "\"}");
  }

  private HttpResponse<String> refresh(JsonNode tokens) {
    return edge.post("/api/auth/refresh", "{" + refreshToken(tokens) + "}");
  }

  private HttpResponse<String> logOut(JsonNode tokens, String more) {
    return edge.post("/api/auth/logout", "{" + refreshToken(tokens) + more + "}");
  }

  private static String refreshToken(JsonNode tokens) {
    return "\"refreshToken\":\"" + tokens.get("refreshToken").asString() + "\"";
  }

  private static String bearer(JsonNode tokens) {
    return "Bearer " + tokens.get("accessToken").asString();
  }
}
