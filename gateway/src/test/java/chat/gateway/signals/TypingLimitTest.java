package chat.gateway.signals;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Typing;
import org.junit.jupiter.api.Test;

class TypingLimitTest {

  private final TypingLimit limit = new TypingLimit(3000, 3);

  @Test
  void one_word_passes_in_an_interval() {
    assertThat(limit.admit(typing("ann", "a", true), 0)).isTrue();
    assertThat(limit.admit(typing("ann", "a", true), 10)).isFalse();
    assertThat(limit.due(2999)).isEmpty();
    assertThat(limit.due(3000)).isEmpty();
    assertThat(limit.admit(typing("ann", "a", true), 3000)).isTrue();
  }

  @Test
  void the_last_word_that_came_meanwhile_follows_and_begins_an_interval() {
    limit.admit(typing("ann", "a", true), 0);
    limit.admit(typing("ann", "b", true), 10);
    limit.admit(typing("ann", "a", false), 20);

    assertThat(limit.due(3000)).containsExactly(typing("ann", "a", false));
    assertThat(limit.admit(typing("ann", "a", true), 5999)).isFalse();
    assertThat(limit.due(6000)).containsExactly(typing("ann", "a", true));
  }

  @Test
  void who_takes_back_what_was_not_told_yet_is_told_nothing_of() {
    limit.admit(typing("ann", "a", true), 0);
    limit.admit(typing("ann", "a", false), 10);
    limit.admit(typing("ann", "a", true), 20);

    assertThat(limit.due(3000)).isEmpty();
  }

  @Test
  void a_word_that_it_goes_on_may_come_a_little_early() {
    limit.admit(typing("ann", "a", true), 0);
    limit.admit(typing("ann", "a", true), 2990);

    assertThat(limit.due(3000)).containsExactly(typing("ann", "a", true));
  }

  @Test
  void another_gateway_s_word_counts_and_one_s_own_that_comes_back_does_not() {
    limit.passedElsewhere(typing("ann", "a", true), 0);
    assertThat(limit.admit(typing("ann", "b", true), 10)).isFalse();
    assertThat(limit.due(3000)).containsExactly(typing("ann", "b", true));
    limit.passedElsewhere(typing("ann", "b", true), 3100);

    assertThat(limit.due(6000)).isEmpty();
    assertThat(limit.admit(typing("ann", "b", true), 6000)).isTrue();
  }

  @Test
  void people_do_not_wait_for_each_other_as_long_as_there_is_room_for_them() {
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
