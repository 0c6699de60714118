package chat.sockets.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static final long FREE = Allowance.FREE;

  private final Allowance allowance = new Allowance(100);
  private final List<String> evicted = new ArrayList<>();

  @Test
  void what_is_usual_gets_through_even_if_nothing_is_left() {
    assertThat(share("one").take(FREE + 100)).isTrue();

    assertThat(share("other").take(FREE)).isTrue();
    assertThat(evicted).isEmpty();
  }

  @Test
  void what_was_begun_first_gives_its_place_to_what_comes() {
    Allowance.Share first = share("first");
    Allowance.Share second = share("second");
    first.take(FREE + 60);
    second.take(FREE + 40);

    assertThat(share("third").take(FREE + 1)).isTrue();

    assertThat(evicted).containsExactly("first");
    assertThat(first.take(FREE)).isFalse();
    assertThat(second.take(59)).isTrue();
    assertThat(allowance.used()).isEqualTo(100);
  }

  @Test
  void who_takes_more_than_there_is_is_refused_and_nobody_else_loses_anything() {
    share("first").take(FREE + 60);

    assertThat(share("second").take(FREE + 101)).isFalse();

    assertThat(evicted).isEmpty();
    assertThat(allowance.used()).isEqualTo(60);
  }

  @Test
  void nobody_gives_place_to_itself() {
    Allowance.Share one = share("one");
    one.take(FREE + 90);

    assertThat(one.take(11)).isFalse();
    assertThat(one.take(10)).isTrue();
    assertThat(evicted).isEmpty();
  }

  @Test
  void what_was_given_back_is_not_given_back_again() {
    Allowance.Share one = share("one");
    one.take(FREE + 100);
    one.giveBack();
    one.giveBack();
    one.end();

    assertThat(allowance.used()).isZero();
  }

  @Test
  void who_is_gone_takes_nothing_any_more() {
    Allowance.Share one = share("one");
    one.take(FREE + 100);
    one.end();

    assertThat(one.take(1)).isFalse();
    assertThat(allowance.used()).isZero();
  }

  @Test
  void whatever_is_done_the_sum_is_what_is_held_and_never_more_than_there_may_be() {
    for (long seed = 0; seed < 200; seed++) {
      new Trial(new Random(seed), seed).run();
    }
  }

  /** Messages that come in pieces, end, and are given up, in any order. */
  private static final class Trial {

    private static final long CAPACITY = 5000;

    private final Random random;
    private final long seed;
    private final Allowance allowance = new Allowance(CAPACITY);
    private final List<Message> messages = new ArrayList<>();

    Trial(Random random, long seed) {
      this.random = random;
      this.seed = seed;
    }

    void run() {
      for (int step = 0; step < 500; step++) {
        if (messages.isEmpty() || random.nextInt(4) == 0) {
          messages.add(new Message());
        }
        Message message = messages.get(random.nextInt(messages.size()));
        switch (random.nextInt(5)) {
          case 0 -> message.giveBack();
          case 1 -> message.end();
          default -> message.take(random.nextInt(1500));
        }
        long counted = messages.stream().mapToLong(Message::counted).sum();
        assertThat(allowance.used()).as("seed %s, step %s", seed, step).isEqualTo(counted);
        assertThat(counted).isBetween(0L, CAPACITY);
      }
      List.copyOf(messages).forEach(Message::end);
      assertThat(allowance.used()).as("seed %s", seed).isZero();
    }

    private final class Message {
      private final Allowance.Share share = allowance.share(() -> held = -1);
      private long held;

      void take(long bytes) {
        if (share.take(bytes) && held >= 0) {
          held += bytes;
        }
      }

      void giveBack() {
        share.giveBack();
        held = Math.min(held, 0);
      }

      void end() {
        share.end();
        messages.remove(this);
      }

      long counted() {
        return Math.max(0, held - FREE);
      }
    }
  }

  @Test
  void what_is_kept_counts_until_it_ends_and_gives_its_place_to_no_other() {
    Allowance.Share kept = share("kept");
    Allowance.Share other = share("other");
    assertThat(kept.take(FREE + 60)).isTrue();
    assertThat(kept.keep()).isTrue();

    assertThat(other.take(FREE + 40)).isTrue();
    assertThat(other.take(1)).isFalse();
    assertThat(evicted).isEmpty();
    other.end();
    kept.end();
    assertThat(allowance.used()).isZero();
    assertThat(kept.keep()).isFalse();
    assertThat(share("next").take(FREE + 100)).isTrue();
  }

  @Test
  void one_that_cannot_be_sent_away_is_no_matter_of_the_others() {
    Allowance.Share failing =
        allowance.share(
            () -> {
              throw new IllegalStateException("the client can't be reached");
            });
    Allowance.Share first = share("first");
    assertThat(failing.take(FREE + 60)).isTrue();
    assertThat(first.take(FREE + 40)).isTrue();

    assertThat(share("second").take(FREE + 100)).isTrue();
    assertThat(evicted).containsExactly("first");
    assertThat(allowance.used()).isEqualTo(100);
  }

  private Allowance.Share share(String name) {
    return allowance.share(() -> evicted.add(name));
  }
}
