package chat.gateway.signals;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Typing;
import org.junit.jupiter.api.Test;

class TypingLimitTest {

  private final TypingLimit limit = new TypingLimit(3000, 3);

  @Test
  void one_signal_passes_in_an_interval() {
    assertThat(limit.admit(typing("ann", "a", true), 0)).isTrue();
    assertThat(limit.admit(typing("ann", "a", true), 10)).isFalse();
    assertThat(limit.due(2999)).isEmpty();
    assertThat(limit.due(3000)).isEmpty();
    assertThat(limit.admit(typing("ann", "a", true), 3000)).isTrue();
  }

  @Test
  void the_last_signal_of_an_interval_follows_and_begins_another() {
    limit.admit(typing("ann", "a", true), 0);
    limit.admit(typing("ann", "b", true), 10);
    limit.admit(typing("ann", "a", false), 20);

    assertThat(limit.due(3000)).containsExactly(typing("ann", "a", false));
    assertThat(limit.admit(typing("ann", "a", true), 5999)).isFalse();
    assertThat(limit.due(6000)).containsExactly(typing("ann", "a", true));
  }

  @Test
  void a_signal_undone_within_its_interval_is_not_sent() {
    limit.admit(typing("ann", "a", true), 0);
    limit.admit(typing("ann", "a", false), 10);
    limit.admit(typing("ann", "a", true), 20);

    assertThat(limit.due(3000)).isEmpty();
  }

  @Test
  void a_repeated_signal_may_come_slightly_early() {
    limit.admit(typing("ann", "a", true), 0);
    limit.admit(typing("ann", "a", true), 2990);

    assertThat(limit.due(3000)).containsExactly(typing("ann", "a", true));
  }

  @Test
  void signals_of_other_gateways_count_and_own_ones_do_not_count_twice() {
    limit.passedElsewhere(typing("ann", "a", true), 0);
    assertThat(limit.admit(typing("ann", "b", true), 10)).isFalse();
    assertThat(limit.due(3000)).containsExactly(typing("ann", "b", true));
    limit.passedElsewhere(typing("ann", "b", true), 3100);

    assertThat(limit.due(6000)).isEmpty();
    assertThat(limit.admit(typing("ann", "b", true), 6000)).isTrue();
  }

  @Test
  void users_have_independent_intervals_up_to_the_capacity() {
    assertThat(limit.admit(typing("ann", "a", true), 0)).isTrue();
    assertThat(limit.admit(typing("bob", "a", true), 0)).isTrue();
    assertThat(limit.admit(typing("cat", "a", true), 0)).isTrue();
    assertThat(limit.admit(typing("dan", "a", true), 0)).isFalse();
    assertThat(limit.due(3000)).isEmpty();
    assertThat(limit.admit(typing("dan", "a", true), 3000)).isTrue();
  }

  static Typing typing(String name, String room, boolean isTyping) {
    return new Typing(room, new Author("id-" + name, name), isTyping);
  }
}
