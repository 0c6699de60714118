package chat.infra.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.openid.OpenIdProvider;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Users of an OpenID provider at two gateways and the upload service. */
@ExtendWith(RunningSystem.class)
class IssuersTest {

  private static final Duration EVERYWHERE = Duration.ofSeconds(2);

  private final ChatSystem system;
  private final OpenIdProvider provider;
  private final String subject = UUID.randomUUID().toString();

  IssuersTest(ChatSystem system) {
    this.system = system;
    this.provider = system.provider();
  }

  @Test
  void a_token_is_good_in_calls_sockets_polls_and_uploads_of_any_gateway() {
    String token = provider.token("RS256", Map.of("sub", subject, "aud", "chat", "name", "Ida I."));
    String room = "ida-" + UUID.randomUUID();
    Rest here = new Rest(system.gateway(1), token);

    JsonNode profile = here.get("/api/users/profile").body();
    assertThat(profile.path("name").stringValue()).isEqualTo("Ida I.");
    try (SocketClient first = SocketClient.open(system.gateway(1));
        SocketClient second = SocketClient.openAs(system.gateway(2), token)) {
      first.send(Map.of("type", "connect", "token", token, "rooms", Map.of(room, Map.of())));
      assertThat(first.next("connected").at("/user/id")).isEqualTo(profile.path("id"));
      first.next("joined");
      assertThat(second.next("connected").at("/user/id")).isEqualTo(profile.path("id"));
      second.send(Map.of("type", "send", "ref", "r", "room", room, "content", "hi"));
      assertThat(first.next("message").at("/user/id")).isEqualTo(profile.path("id"));
    }
    PollingClient polls =
        PollingClient.connect(
            List.of(system.gateway(1), system.gateway(2)), Map.of("token", token));
    polls.connected();
    assertThat(polls.ask("join", Map.of("room", room)).path("ok").asBoolean()).isTrue();
    String renewed = provider.token("ES256", Map.of("sub", subject, "aud", "chat"));
    assertThat(polls.ask("auth", Map.of("token", renewed)).path("tokenExpiresAt").asLong())
        .isPositive();
    assertThat(new Rest(system.gateway(2), token).upload(room, "a file").status()).isEqualTo(201);
  }

  @Test
  void frames_that_follow_a_connect_at_once_are_handled_in_order_after_it() {
    String room = "order-" + UUID.randomUUID();
    try (SocketClient socket = SocketClient.open(system.gateway(1))) {
      socket.send(Map.of("type", "connect", "token", token("iat", now())));
      for (int i = 0; i < 20; i++) {
        socket.send(
            Map.of("type", "send", "ref", "r" + i, "room", room, "id", "m" + i, "content", "hi"));
      }

      socket.next("connected");
      assertThat(socket.take(20, "ack"))
          .extracting(ack -> ack.path("ref").stringValue())
          .containsExactly(IntStream.range(0, 20).mapToObj(i -> "r" + i).toArray(String[]::new));
    }
  }

  @Test
  void a_socket_goes_on_with_a_new_token_and_closes_for_a_bad_one() {
    try (SocketClient socket = SocketClient.openAs(system.gateway(1), token("sid", "s"))) {
      socket.next("connected");
      socket.send(Map.of("type", "auth", "ref", "a", "token", token("sid", "t")));
      assertThat(socket.next("authenticated").path("ref").stringValue()).isEqualTo("a");
      socket.send(Map.of("type", "auth", "token", token("aud", "other")));
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
    try (SocketClient socket = SocketClient.open(system.gateway(1))) {
      socket.send(Map.of("type", "connect", "token", token("exp", now() - 60)));
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void a_backchannel_logout_closes_sockets_at_all_gateways() {
    InTime.once(EVERYWHERE, this::logsOut);
  }

  private Duration logsOut() {
    String session = UUID.randomUUID().toString();
    String token = token("sid", session);
    try (SocketClient here = SocketClient.openAs(system.gateway(1), token);
        SocketClient there = SocketClient.openAs(system.gateway(2), token)) {
      here.next("connected");
      there.next("connected");
      Instant start = Instant.now();

      assertThat(
              logOut(new Rest(system.gateway(1), null), provider, Map.of("sid", session)).status())
          .isEqualTo(200);

      assertThat(here.closeCode()).isEqualTo(4401);
      assertThat(there.closeCode()).isEqualTo(4401);
      Duration took = Duration.between(start, Instant.now());
      assertThat(new Rest(system.gateway(2), token).get("/api/users/profile").status())
          .isEqualTo(401);
      return took;
    }
  }

  /** Has a provider log out what the claims of a logout token name. */
  static Rest.Answer logOut(Rest rest, OpenIdProvider provider, Map<String, ?> of) {
    Map<String, Object> claims = claims(provider);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    claims.putAll(of);
    String token = provider.sign("RS256", Map.of("typ", "logout+jwt"), claims);
    return rest.call(
        rest.request("/api/auth/backchannel-logout")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("logout_token=" + URLEncoder.encode(token, UTF_8)))
            .build());
  }

  private String token(String claim, Object value) {
    Map<String, Object> claims = claims(provider);
    claims.put("sub", subject);
    claims.put(claim, value);
    return provider.sign("EdDSA", Map.of(), claims);
  }

  private static Map<String, Object> claims(OpenIdProvider provider) {
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", provider.issuer());
    claims.put("aud", "chat");
    claims.put("iat", now());
    claims.put("exp", now() + 300);
    return claims;
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
