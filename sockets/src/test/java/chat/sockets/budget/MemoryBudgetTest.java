package chat.sockets.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final long FREE = MemoryBudget.FREE;

  private final MemoryBudget budget = new MemoryBudget(100);
  private final List<String> evicted = new ArrayList<>();

  @Test
  void what_is_usual_gets_through_even_if_nothing_is_left() {
    assertThat(share("one").acquire(FREE + 100)).isTrue();

    assertThat(share("other").acquire(FREE)).isTrue();
    assertThat(evicted).isEmpty();
  }

  @Test
  void what_was_begun_first_gives_its_place_to_what_comes() {
    MemoryBudget.Reservation first = share("first");
    MemoryBudget.Reservation second = share("second");
    first.acquire(FREE + 60);
    second.acquire(FREE + 40);

    assertThat(share("third").acquire(FREE + 1)).isTrue();

    assertThat(evicted).containsExactly("first");
    assertThat(first.acquire(FREE)).isFalse();
    assertThat(second.acquire(59)).isTrue();
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void who_takes_more_than_there_is_is_refused_and_nobody_else_loses_anything() {
    share("first").acquire(FREE + 60);

    assertThat(share("second").acquire(FREE + 101)).isFalse();

    assertThat(evicted).isEmpty();
    assertThat(budget.used()).isEqualTo(60);
  }

  @Test
  void nobody_gives_place_to_itself() {
    MemoryBudget.Reservation one = share("one");
    one.acquire(FREE + 90);

    assertThat(one.acquire(11)).isFalse();
    assertThat(one.acquire(10)).isTrue();
    assertThat(evicted).isEmpty();
  }

  @Test
  void what_was_given_back_is_not_given_back_again() {
    MemoryBudget.Reservation one = share("one");
    one.acquire(FREE + 100);
    one.release();
    one.release();
    one.end();

    assertThat(budget.used()).isZero();
  }

  @Test
  void who_is_gone_takes_nothing_any_more() {
    MemoryBudget.Reservation one = share("one");
    one.acquire(FREE + 100);
    one.end();

    assertThat(one.acquire(1)).isFalse();
    assertThat(budget.used()).isZero();
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
    private final MemoryBudget budget = new MemoryBudget(CAPACITY);
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
          case 0 -> message.release();
          case 1 -> message.end();
          default -> message.acquire(random.nextInt(1500));
        }
        long counted = messages.stream().mapToLong(Message::counted).sum();
        assertThat(budget.used()).as("seed %s, step %s", seed, step).isEqualTo(counted);
        assertThat(counted).isBetween(0L, CAPACITY);
      }
      List.copyOf(messages).forEach(Message::end);
      assertThat(budget.used()).as("seed %s", seed).isZero();
    }

    private final class Message {
      private final MemoryBudget.Reservation share = budget.reserve(() -> held = -1);
      private long held;

      void acquire(long bytes) {
        if (share.acquire(bytes) && held >= 0) {
          held += bytes;
        }
      }

      void release() {
        share.release();
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
    MemoryBudget.Reservation kept = share("kept");
    MemoryBudget.Reservation other = share("other");
    assertThat(kept.acquire(FREE + 60)).isTrue();
    assertThat(kept.pin()).isTrue();

    assertThat(other.acquire(FREE + 40)).isTrue();
    assertThat(other.acquire(1)).isFalse();
    assertThat(evicted).isEmpty();
    other.end();
    kept.end();
    assertThat(budget.used()).isZero();
    assertThat(kept.pin()).isFalse();
    assertThat(share("next").acquire(FREE + 100)).isTrue();
  }

  @Test
  void one_that_cannot_be_sent_away_is_no_matter_of_the_others() {
    MemoryBudget.Reservation failing =
        budget.reserve(
            () -> {
              throw new IllegalStateException("the client can't be reached");
            });
    MemoryBudget.Reservation first = share("first");
    assertThat(failing.acquire(FREE + 60)).isTrue();
    assertThat(first.acquire(FREE + 40)).isTrue();

    assertThat(share("second").acquire(FREE + 100)).isTrue();
    assertThat(evicted).containsExactly("first");
    assertThat(budget.used()).isEqualTo(100);
  }

  private MemoryBudget.Reservation share(String name) {
    return budget.reserve(() -> evicted.add(name));
  }
}
