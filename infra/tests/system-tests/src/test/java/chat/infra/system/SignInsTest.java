package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A sign-in that ends at one gateway ends at all of them. */
@ExtendWith(RunningSystem.class)
class SignInsTest {

  private static final Duration EVERYWHERE = Duration.ofSeconds(2);

  private final ChatSystem system;
  private final Rest here;
  private final Rest there;

  SignInsTest(ChatSystem system) {
    this.system = system;
    this.here = new Rest(system.gateway(1), null);
    this.there = new Rest(system.gateway(2), null);
  }

  @Test
  void logging_out_closes_the_sockets_of_the_sign_in_and_no_others() {
    InTime.once(EVERYWHERE, this::logsOut);
  }

  /** Returns the time until the socket was closed. */
  private Duration logsOut() {
    User phone = User.register(here, "lena");
    JsonNode desk = logIn(phone, User.PASSWORD).body();
    try (SocketClient own = SocketClient.connect(system.gateway(2), phone);
        SocketClient other = SocketClient.openAs(system.gateway(2), token(desk))) {
      other.next("connected");
      Instant start = Instant.now();

      Rest.Answer answer = here.post("/api/auth/logout", Map.of("refreshToken", phone.refresh()));

      assertThat(answer.status()).isEqualTo(204);
      assertThat(own.closeCode()).isEqualTo(4401);
      Duration took = Duration.between(start, Instant.now());
      assertThat(phone.rest(there).get("/api/users/profile").status()).isEqualTo(401);
      other.send(Map.of("type", "ping"));
      other.next("pong");
      return took;
    }
  }

  @Test
  void a_new_password_closes_all_sockets_but_those_of_the_sign_in_that_set_it() {
    User phone = User.register(here, "mara");
    JsonNode desk = logIn(phone, User.PASSWORD).body();
    try (SocketClient own = SocketClient.connect(system.gateway(2), phone);
        SocketClient other = SocketClient.openAs(system.gateway(2), token(desk))) {
      other.next("connected");

      Rest.Answer wrong = password(phone, "wrong horse battery");
      Rest.Answer right = password(phone, User.PASSWORD);

      assertThat(wrong.status()).isEqualTo(403);
      assertThat(right.status()).isEqualTo(204);
      assertThat(other.closeCode()).isEqualTo(4401);
      own.send(Map.of("type", "ping"));
      own.next("pong");
      assertThat(logIn(phone, User.PASSWORD).status()).isEqualTo(401);
      assertThat(logIn(phone, "another horse").status()).isEqualTo(200);
    }
  }

  @Test
  void an_erased_account_is_gone_everywhere() {
    User nora = User.register(here, "nora");
    User other = User.register(there, "olga");
    try (SocketClient socket = SocketClient.connect(system.gateway(2), nora)) {
      Rest.Answer receipt =
          nora.rest(here)
              .call(
                  nora.rest(here)
                      .request("/api/users/profile")
                      .header("Content-Type", "application/json")
                      .method("DELETE", Rest.json(Map.of("password", User.PASSWORD)))
                      .build());

      assertThat(receipt.status()).isEqualTo(202);
      assertThat(receipt.body().path("items").size()).isGreaterThan(5);
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
    assertThat(other.rest(there).get("/api/users/" + nora.id()).status()).isEqualTo(404);
    assertThat(other.rest(there).get("/api/users?query=" + nora.username()).body().path("users"))
        .isEmpty();
    assertThat(logIn(nora, User.PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void people_are_found_at_any_gateway_as_soon_as_they_registered() {
    User pia = User.register(here, "pia");

    JsonNode found = pia.rest(there).get("/api/users?query=" + pia.username()).body();

    assertThat(found.path("users").findValuesAsString("id")).isEqualTo(List.of(pia.id()));
  }

  @Test
  void a_socket_goes_on_with_a_new_token_and_closes_for_another_users() {
    User rosa = User.register(here, "rosa");
    User other = User.register(here, "sina");
    JsonNode renewed =
        there.post("/api/auth/refresh", Map.of("refreshToken", rosa.refresh())).body();
    try (SocketClient socket = SocketClient.connect(system.gateway(1), rosa)) {
      socket.send(Map.of("type", "auth", "ref", "a", "token", token(renewed)));
      JsonNode answer = socket.next("authenticated");

      assertThat(answer.path("ref").stringValue()).isEqualTo("a");
      assertThat(answer.path("tokenExpiresAt").longValue())
          .isGreaterThan(System.currentTimeMillis());
      socket.send(Map.of("type", "auth", "token", other.token()));
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
  }

  private Rest.Answer password(User user, String present) {
    return user.rest(here)
        .post("/api/auth/password", Map.of("password", present, "newPassword", "another horse"));
  }

  private Rest.Answer logIn(User user, String password) {
    return there.post("/api/auth/login", Map.of("email", user.email(), "password", password));
  }

  private static String token(JsonNode tokens) {
    return tokens.path("accessToken").stringValue();
  }
}
