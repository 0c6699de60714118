package chat.gateway.signals;

import static chat.gateway.signals.TypingLimitTest.typing;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypistsTest {

  private final Typists typists = new Typists(6000, 2);

  @Test
  void typing_expires_after_six_seconds() {
    assertThat(typists.record(typing("ann", "a", true), 0)).isTrue();
    assertThat(typists.expired(5999)).isEmpty();
    assertThat(typists.expired(6000)).containsExactly(typing("ann", "a", false));
    assertThat(typists.expired(60_000)).isEmpty();
  }

  @Test
  void each_signal_restarts_the_expiry_in_its_room() {
    typists.record(typing("ann", "a", true), 0);
    typists.record(typing("ann", "b", true), 0);
    assertThat(typists.record(typing("ann", "a", true), 3000)).isTrue();

    assertThat(typists.expired(6000)).containsExactly(typing("ann", "b", false));
    assertThat(typists.expired(9000)).containsExactly(typing("ann", "a", false));
  }

  @Test
  void a_stop_is_reported_once() {
    typists.record(typing("ann", "a", true), 0);
    assertThat(typists.record(typing("ann", "a", false), 10)).isTrue();
    assertThat(typists.record(typing("ann", "a", false), 20)).isFalse();
    assertThat(typists.expired(60_000)).isEmpty();
  }

  @Test
  void users_beyond_the_capacity_are_ignored() {
    typists.record(typing("ann", "a", true), 0);
    typists.record(typing("bob", "a", true), 0);
    assertThat(typists.record(typing("cat", "a", true), 0)).isFalse();
    assertThat(typists.record(typing("cat", "a", false), 1)).isFalse();
  }
}
