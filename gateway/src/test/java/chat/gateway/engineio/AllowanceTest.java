package chat.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static final long FREE = Allowance.FREE;

  private final Allowance allowance = new Allowance(100);

  @Test
  void what_is_usual_gets_through_even_if_nothing_is_left() {
    assertThat(allowance.share().take(FREE + 100)).isTrue();

    assertThat(allowance.share().take(FREE)).isTrue();
    assertThat(allowance.share().take(FREE + 1)).isFalse();
  }

  @Test
  void all_together_take_no_more_than_there_is() {
    Allowance.Share one = allowance.share();
    Allowance.Share other = allowance.share();
    assertThat(one.take(FREE)).isTrue();
    assertThat(one.take(60)).isTrue();
    assertThat(other.take(FREE + 40)).isTrue();

    assertThat(other.take(1)).isFalse();
    one.giveBack();
    assertThat(other.take(60)).isTrue();
  }

  @Test
  void what_was_given_back_is_not_given_back_again() {
    Allowance.Share one = allowance.share();
    one.take(FREE + 100);
    one.giveBack();
    one.giveBack();
    one.end();

    assertThat(allowance.share().take(FREE + 101)).isFalse();
    assertThat(allowance.share().take(FREE + 100)).isTrue();
  }

  @Test
  void who_is_gone_takes_nothing_any_more() {
    Allowance.Share one = allowance.share();
    one.take(FREE + 100);
    one.end();

    assertThat(one.take(1)).isFalse();
    assertThat(allowance.share().take(FREE + 100)).isTrue();
  }
}
