package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Limits as clients see them, without Redis. */
class LimitFilterTest {

  private static final TestGateway GATEWAY =
      new TestGateway(
          "chat.limits.register-address=20/1h",
          "chat.limits.login-address=6/1h",
          "chat.limits.login-account=3/1h",
          "chat.limits.read-user=5/1h",
          "chat.limits.write-user=2/1h",
          "chat.web.trusted-proxies=127.0.0.0/8,10.0.0.0/8");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void calls_over_a_limit_are_refused_with_the_time_to_try_again() {
    String address = "192.0.2.1";
    for (int i = 0; i < 6; i++) {
      assertThat(logIn("unknown" + i, "wrong horse", address).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> answer = logIn("unknown", "wrong horse", address);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo("rate_limited");
    String wait = answer.headers().firstValue("Retry-After").orElseThrow();
    assertThat(Integer.parseInt(wait)).as("ten minutes but for this test's").isBetween(540, 600);
    assertThat(answer.headers().firstValue("RateLimit-Policy"))
        .hasValue("\"login-address\";q=6;w=3600");
    assertThat(answer.headers().firstValue("RateLimit"))
        .hasValue("\"login-address\";r=0;t=" + wait);
    assertThat(logIn("unknown", "wrong horse", "192.0.2.2").statusCode()).isEqualTo(401);
  }

  @Test
  void a_client_cannot_name_its_own_address() {
    for (int i = 0; i < 6; i++) {
      logIn("unknown" + i, "wrong horse", "203.0.113." + i + ", 192.0.2.3, 10.0.0.7");
    }

    assertThat(logIn("unknown", "wrong horse", "198.51.100.9, 192.0.2.3").statusCode())
        .isEqualTo(429);
  }

  @Test
  void all_addresses_of_an_ipv6_network_share_a_limit() {
    for (int i = 0; i < 6; i++) {
      logIn("unknown" + i, "wrong horse", "2001:db8:1:2::" + i);
    }

    assertThat(logIn("unknown", "wrong horse", "2001:db8:1:2:ffff::1").statusCode()).isEqualTo(429);
    assertThat(logIn("unknown", "wrong horse", "2001:db8:1:3::1").statusCode()).isEqualTo(401);
  }

  @Test
  void wrong_passwords_for_an_account_count_over_all_addresses() {
    GATEWAY.register("kurt");
    for (int i = 0; i < 5; i++) {
      assertThat(logIn("kurt", "correct horse", "192.0.2.10").statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(logIn("kurt", "wrong horse", "192.0.2." + (20 + i)).statusCode()).isEqualTo(401);
    }

    assertThat(logIn("KURT", "correct horse", "192.0.2.30").statusCode()).isEqualTo(429);
    assertThat(logIn("unknown-else", "wrong horse", "192.0.2.30").statusCode()).isEqualTo(401);
  }

  @Test
  void users_have_separate_limits_for_reads_and_writes() {
    String anna = "Bearer " + GATEWAY.tokenOf("anna");
    String bert = "Bearer " + GATEWAY.tokenOf("bert");
    for (int i = 0; i < 5; i++) {
      assertThat(GATEWAY.get("/api/probe/me", "Authorization", anna).statusCode()).isEqualTo(200);
    }

    assertThat(GATEWAY.get("/api/probe/me", "Authorization", anna).statusCode()).isEqualTo(429);
    assertThat(GATEWAY.get("/api/probe/me", "Authorization", bert).statusCode()).isEqualTo(200);
    assertThat(patch(anna).statusCode()).isEqualTo(200);
    assertThat(patch(anna).statusCode()).isEqualTo(200);
    assertThat(patch(anna).statusCode()).isEqualTo(429);
  }

  private HttpResponse<String> patch(String bearer) {
    return GATEWAY.send(
        GATEWAY
            .to("/api/users/profile")
            .header("Authorization", bearer)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString("{\"name\":\"Anna\"}")));
  }

  private HttpResponse<String> logIn(String username, String password, String forwardedFor) {
    String body = "{\"email\":\"" + username + "@example.test\",\"password\":\"" + password + "\"}";
    return GATEWAY.send(
        GATEWAY
            .to("/api/auth/login")
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", forwardedFor)
            .POST(BodyPublishers.ofString(body)));
  }
}
