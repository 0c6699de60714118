package chat.gateway.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.token.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTokensTest {

  private static final String TARGET = "/api/server/operator/why/dev/7?user=u1&local=true";

  private Instant now = Instant.parse("2026-11-30T08:00:00Z");
  private final PeerTokens tokens = new PeerTokens(new Secret(new byte[32]), () -> now);
  private final String token = tokens.issue("ops.team", "GET", TARGET);

  @Test
  void a_token_tells_the_service_to_another_gateway() {
    assertThat(PeerTokens.isToken(token)).isTrue();
    assertThat(tokens.verify(token, "GET", TARGET)).isEqualTo("ops.team");
  }

  @Test
  void a_token_is_good_for_its_call_only() {
    assertThat(tokens.verify(token, "POST", TARGET)).isNull();
    assertThat(tokens.verify(token, "GET", TARGET + "&more")).isNull();
    assertThat(tokens.verify(token.replace("ops.team", "other"), "GET", TARGET)).isNull();
    Secret other = new Secret("x".repeat(32).getBytes(US_ASCII));
    assertThat(new PeerTokens(other, () -> now).verify(token, "GET", TARGET)).isNull();
  }

  @Test
  void a_token_ends_after_half_a_minute() {
    now = now.plusSeconds(29);
    assertThat(tokens.verify(token, "GET", TARGET)).isNotNull();
    now = now.plusSeconds(1);
    assertThat(tokens.verify(token, "GET", TARGET)).isNull();
  }

  @Test
  void a_token_of_a_time_to_come_is_refused() {
    now = now.plusSeconds(3600);
    String later = tokens.issue("ops.team", "GET", TARGET);
    now = now.minusSeconds(3600);
    assertThat(tokens.verify(later, "GET", TARGET)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"peer_", "peer_1.x", "peer_x.y.z", "peer_99999999999999999999.a.b"})
  void a_malformed_token_is_refused(String malformed) {
    assertThat(tokens.verify(malformed, "GET", TARGET)).isNull();
  }
}
