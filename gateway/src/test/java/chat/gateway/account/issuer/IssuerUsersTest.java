package chat.gateway.account.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import chat.infra.openid.OpenIdProvider;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Users of a real provider at a gateway. */
class IssuerUsersTest {

  private static final OpenIdProvider PROVIDER = new OpenIdProvider();
  private static final TestGateway GATEWAY =
      new TestGateway(
          "chat.auth.issuers[0].issuer=" + PROVIDER.issuer(),
          "chat.auth.issuers[0].audience=chat",
          "chat.limits.enabled=false");

  @AfterAll
  static void stop() {
    GATEWAY.close();
    PROVIDER.close();
  }

  @Test
  void the_first_token_makes_a_user_whom_other_tokens_find_again() {
    String first = PROVIDER.token("RS256", claims("s1", "Zoë Öz!", "Zoe Oz", "zoe@example.test"));
    String second = PROVIDER.token("ES256", claims("s1", "other", "Zoe Oz", "zoe@example.test"));

    JsonNode profile = profile(first);

    assertThat(profile.get("username").asString()).isEqualTo("ZoeOz");
    assertThat(profile.get("name").asString()).isEqualTo("Zoe Oz");
    assertThat(profile.get("email").asString()).isEqualTo("zoe@example.test");
    assertThat(profile(second)).isEqualTo(profile);
    assertThat(profile(PROVIDER.sign("EdDSA", Map.of(), signed(Map.of("sub", "s1")))))
        .isEqualTo(profile);
  }

  @Test
  void a_taken_username_gets_a_number() {
    GATEWAY.register("taken");
    String first = PROVIDER.token("RS256", claims("s2", "Taken", "T", "t@example.test"));
    String second = PROVIDER.token("RS256", claims("s3", "taken", "T", "t@example.test"));

    assertThat(profile(first).get("username").asString()).isEqualTo("Taken2");
    assertThat(profile(second).get("username").asString()).isEqualTo("taken3");
  }

  @Test
  void a_token_without_any_claim_of_a_profile_makes_a_user_too() {
    JsonNode profile = profile(PROVIDER.token("RS256", Map.of("sub", "s4", "aud", "chat")));

    assertThat(profile.get("username").asString()).startsWith("user");
    assertThat(profile.has("email")).isFalse();
    assertThat(profile.has("name")).isFalse();
  }

  @Test
  void an_email_of_an_account_of_our_own_gives_no_access_to_it() {
    JsonNode own = GATEWAY.register("owner");
    String token = PROVIDER.token("RS256", claims("s5", "owner", "O", "owner@example.test"));

    assertThat(profile(token).get("id")).isNotEqualTo(own.at("/user/id"));
    assertThat(
            GATEWAY
                .post(
                    "/api/auth/login",
                    "{\"email\":\"owner@example.test\",\"password\":\"correct horse\"}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void name_and_email_follow_later_tokens_only_and_the_username_stays() {
    long now = Instant.now().getEpochSecond();
    String old = signed("s6", "first", "Old", "old@example.test", now - 20);
    String later = signed("s6", "second", "New", "new@example.test", now - 10);
    String between = signed("s6", "third", "Mid", "mid@example.test", now - 15);

    assertThat(profile(old).get("name").asString()).isEqualTo("Old");
    JsonNode changed = profile(later);

    assertThat(changed.get("name").asString()).isEqualTo("New");
    assertThat(changed.get("email").asString()).isEqualTo("new@example.test");
    assertThat(changed.get("username").asString()).isEqualTo("first");
    assertThat(profile(between)).isEqualTo(changed);
  }

  @Test
  void a_name_that_the_user_chose_stays_until_the_claim_changes() {
    long now = Instant.now().getEpochSecond();
    String first = signed("s16", "namer", "Given", "g@example.test", now - 20);
    String same = signed("s16", "namer", "Given", "h@example.test", now - 15);
    String other = signed("s16", "namer", "Married", "h@example.test", now - 10);
    profile(first);

    assertThat(rename(first, "Chosen").statusCode()).isEqualTo(200);

    JsonNode later = profile(same);
    assertThat(later.get("name").asString()).isEqualTo("Chosen");
    assertThat(later.get("email").asString()).isEqualTo("h@example.test");
    assertThat(profile(other).get("name").asString()).isEqualTo("Married");
  }

  @Test
  void a_hostile_token_is_refused_like_any_bad_one() {
    HttpResponse<String> answer = get(PROVIDER.token("RS256", Map.of("sub", "s7", "aud", "other")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo(get("bad").body());
    assertThat(get("x".repeat(100_000)).statusCode()).isEqualTo(431);
  }

  @Test
  void a_user_is_erased_with_a_fresh_sign_in_and_does_not_come_back() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = signed(Map.of("sub", "s8", "preferred_username", "leaver"));
    claims.put("auth_time", now - 301);
    String stale = PROVIDER.sign("RS256", Map.of(), claims);
    claims.put("auth_time", now - 200);
    String fresh = PROVIDER.sign("RS256", Map.of(), claims);

    assertThat(erase(stale).statusCode()).isEqualTo(403);
    assertThat(erase(fresh).statusCode()).isEqualTo(202);

    assertThat(get(fresh).statusCode()).isEqualTo(401);
    assertThat(
            get(PROVIDER.token("RS256", claims("s8", "leaver", "L", "l@example.test")))
                .statusCode())
        .isEqualTo(401);
    assertThat(
            profile(PROVIDER.token("RS256", claims("s9", "leaver", "L", "l@example.test")))
                .get("username")
                .asString())
        .isEqualTo("leaver");
  }

  @Test
  void a_user_of_our_own_is_still_erased_by_password_only() {
    String token = GATEWAY.tokenOf("stayer");

    assertThat(erase(token).statusCode()).isEqualTo(400);
    assertThat(get(token).statusCode()).isEqualTo(200);
  }

  @Test
  void a_logout_of_a_subject_ends_the_tokens_issued_until_then() {
    long now = Instant.now().getEpochSecond();
    String before = signed("s10", "mover", "M", "m@example.test", now - 10);
    String unseen = signed("s10", "mover", "M", "m@example.test", now - 9);
    String after = signed("s10", "mover", "M", "m@example.test", now - 4);
    profile(before);

    assertThat(logOut(logoutToken(Map.of("sub", "s10", "iat", now - 5))).statusCode())
        .isEqualTo(200);

    assertThat(get(before).statusCode()).isEqualTo(401);
    assertThat(get(unseen).statusCode()).isEqualTo(401);
    assertThat(get(after).statusCode()).isEqualTo(200);
  }

  @Test
  void a_logout_of_a_subject_that_was_never_met_ends_its_earlier_tokens_too() {
    long now = Instant.now().getEpochSecond();
    String before = signed("s15", "later", "L", "l@example.test", now - 10);
    String after = signed("s15", "later", "L", "l@example.test", now - 4);

    assertThat(logOut(logoutToken(Map.of("sub", "s15", "iat", now - 5))).statusCode())
        .isEqualTo(200);

    assertThat(get(before).statusCode()).isEqualTo(401);
    assertThat(get(after).statusCode()).isEqualTo(200);
    assertThat(get(before).statusCode()).isEqualTo(401);
  }

  @Test
  void a_logout_of_a_session_ends_its_tokens_and_no_others() {
    Map<String, Object> claims = signed(Map.of("sub", "s11"));
    claims.put("sid", "phone");
    String phone = PROVIDER.sign("RS256", Map.of(), claims);
    claims.put("sid", "desk");
    String desk = PROVIDER.sign("RS256", Map.of(), claims);
    profile(phone);
    profile(desk);

    assertThat(logOut(logoutToken(Map.of("sid", "phone"))).statusCode()).isEqualTo(200);

    claims.put("sid", "phone");
    claims.put("jti", "another");
    assertThat(get(phone).statusCode()).isEqualTo(401);
    assertThat(get(PROVIDER.sign("RS256", Map.of(), claims)).statusCode()).isEqualTo(401);
    assertThat(get(desk).statusCode()).isEqualTo(200);
  }

  @Test
  void a_logout_token_works_once() {
    profile(PROVIDER.token("RS256", claims("s12", "once", "O", "o@example.test")));
    String token = logoutToken(Map.of("sub", "s12"));

    assertThat(logOut(token).statusCode()).isEqualTo(200);
    HttpResponse<String> again = logOut(token);

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(TestGateway.json(again).get("code").asString()).isEqualTo("invalid_request");
  }

  @Test
  void a_logout_that_failed_is_done_when_its_token_comes_again() {
    InMemoryIssuerLogouts logouts = GATEWAY.part(InMemoryIssuerLogouts.class);
    Map<String, Object> claims = signed(Map.of("sub", "s17", "sid", "tablet"));
    String good = PROVIDER.sign("RS256", Map.of(), claims);
    profile(good);
    String token = logoutToken(Map.of("sid", "tablet"));
    logouts.breakEnds(true);
    assertThat(logOut(token).statusCode()).isGreaterThanOrEqualTo(500);
    logouts.breakEnds(false);

    assertThat(logOut(token).statusCode()).isEqualTo(200);

    assertThat(get(good).statusCode()).isEqualTo(401);
    assertThat(logOut(token).statusCode()).isEqualTo(400);
  }

  @Test
  void a_token_that_is_no_logout_token_logs_out_no_user() {
    long now = Instant.now().getEpochSecond();
    String good = PROVIDER.token("RS256", claims("s13", "stays", "S", "s@example.test"));
    profile(good);
    Map<String, Object> noEvent = logout(Map.of("sub", "s13"));
    noEvent.remove("events");

    for (Map<String, Object> claims :
        List.of(
            noEvent,
            logout(Map.of("sub", "s13", "nonce", "n")),
            logout(Map.of("sub", "s13", "aud", "other")),
            logout(Map.of("sub", "s13", "iss", "https://other.example")),
            logout(Map.of("sub", "s13", "iat", now - 3600)),
            logout(Map.of("sub", "s13", "exp", now - 60)),
            logout(Map.of("sub", "s13", "jti", "")),
            logout(Map.of()))) {
      assertThat(logOut(PROVIDER.sign("RS256", Map.of("typ", "logout+jwt"), claims)).statusCode())
          .as(claims.toString())
          .isEqualTo(400);
    }
    assertThat(logOut(good).statusCode()).isEqualTo(400);
    assertThat(logOut("").statusCode()).isEqualTo(400);
    assertThat(get(good).statusCode()).isEqualTo(200);
    assertThat(get(logoutToken(Map.of("sub", "s13"))).statusCode()).isEqualTo(401);
  }

  @Test
  void without_accounts_of_our_own_their_calls_are_not_found_and_their_tokens_not_good() {
    try (TestGateway gateway =
        new TestGateway(
            "chat.account.local=false",
            "chat.auth.issuers[0].issuer=" + PROVIDER.issuer(),
            "chat.auth.issuers[0].audience=chat")) {
      String token = PROVIDER.token("RS256", claims("s14", "guest", "G", "g@example.test"));

      for (String call : new String[] {"register", "login", "refresh", "logout", "password"}) {
        assertThat(gateway.post("/api/auth/" + call, "{}").statusCode()).as(call).isEqualTo(404);
      }
      assertThat(gateway.get("/api/users/profile", "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
    }
  }

  private static Map<String, String> claims(
      String subject, String username, String name, String email) {
    return Map.of(
        "sub",
        subject,
        "aud",
        "chat",
        "preferred_username",
        username,
        "name",
        name,
        "email",
        email);
  }

  private static String signed(
      String subject, String username, String name, String email, long issuedAt) {
    Map<String, Object> claims = signed(claims(subject, username, name, email));
    claims.put("iat", issuedAt);
    return PROVIDER.sign("RS256", Map.of(), claims);
  }

  private static Map<String, Object> signed(Map<String, ?> claims) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> all = new TreeMap<>();
    all.put("iss", PROVIDER.issuer());
    all.put("aud", "chat");
    all.put("iat", now);
    all.put("exp", now + 300);
    all.putAll(claims);
    return all;
  }

  private static Map<String, Object> logout(Map<String, ?> claims) {
    Map<String, Object> all = signed(Map.of("jti", UUID.randomUUID().toString()));
    all.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    all.putAll(claims);
    return all;
  }

  private static String logoutToken(Map<String, ?> claims) {
    return PROVIDER.sign("RS256", Map.of("typ", "logout+jwt"), logout(claims));
  }

  private static HttpResponse<String> logOut(String token) {
    return GATEWAY.send(
        GATEWAY
            .to("/api/auth/backchannel-logout")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("logout_token=" + URLEncoder.encode(token, UTF_8))));
  }

  private static HttpResponse<String> erase(String token) {
    return GATEWAY.send(
        GATEWAY
            .to("/api/users/profile")
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method("DELETE", BodyPublishers.ofString("{}")));
  }

  private static HttpResponse<String> rename(String token, String name) {
    return GATEWAY.send(
        GATEWAY
            .to("/api/users/profile")
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method("PATCH", BodyPublishers.ofString("{\"name\":\"" + name + "\"}")));
  }

  private static HttpResponse<String> get(String token) {
    return GATEWAY.get("/api/users/profile", "Authorization", "Bearer " + token);
  }

  private static JsonNode profile(String token) {
    HttpResponse<String> answer = get(token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestGateway.json(answer);
  }
}
