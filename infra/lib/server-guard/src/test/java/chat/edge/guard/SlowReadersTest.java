package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReadersTest {

  private static final int RATE = 2000;

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger cutOff = new AtomicInteger();
  private final SlowReaders readers = new SlowReaders(RATE, Duration.ofSeconds(20), now::get);
  private final SlowReaders.Reader reader = readers.watch(cutOff::incrementAndGet);

  @AfterEach
  void close() {
    readers.close();
  }

  @Test
  void who_takes_nothing_is_cut_off_once_after_a_while() {
    reader.waits();
    pass(20);
    assertThat(cutOff).hasValue(0);
    pass(1);
    pass(1);
    assertThat(cutOff).hasValue(1);
  }

  @Test
  void who_takes_as_much_as_the_slowest_line_is_not() {
    for (int i = 0; i < 100; i++) {
      reader.waits();
      pass(15);
      reader.goesOn();
      reader.wrote(15 * RATE);
    }
    assertThat(cutOff).hasValue(0);
  }

  @Test
  void who_takes_less_again_and_again_is() {
    for (int i = 0; i < 10; i++) {
      reader.waits();
      pass(15);
      reader.goesOn();
      reader.wrote(10 * RATE);
    }
    assertThat(cutOff).hasValue(1);
  }

  @Test
  void who_took_much_fast_may_not_stand_still_for_it() {
    reader.wrote(1 << 30);
    reader.waits();
    pass(21);
    assertThat(cutOff).hasValue(1);
  }

  @Test
  void the_time_in_which_there_is_nothing_to_take_does_not_count() {
    pass(1000);
    reader.waits();
    reader.goesOn();
    pass(1000);
    assertThat(cutOff).hasValue(0);
  }

  @Test
  void an_answer_that_is_over_is_looked_at_no_more() {
    reader.waits();
    reader.done();
    pass(1000);
    assertThat(cutOff).hasValue(0);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      readers.look();
    }
  }
}
