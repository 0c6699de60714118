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
  void a_client_that_reads_nothing_is_cut_off_once_after_a_while() {
    reader.waits();
    pass(20);
    assertThat(cutOff).hasValue(0);
    pass(1);
    pass(1);
    assertThat(cutOff).hasValue(1);
  }

  @Test
  void a_client_as_fast_as_the_slowest_line_is_not_cut_off() {
    for (int i = 0; i < 100; i++) {
      reader.waits();
      pass(15);
      reader.goesOn();
      reader.wrote(15 * RATE);
    }
    assertThat(cutOff).hasValue(0);
  }

  @Test
  void a_client_that_is_too_slow_again_and_again_is_cut_off() {
    for (int i = 0; i < 10; i++) {
      reader.waits();
      pass(15);
      reader.goesOn();
      reader.wrote(10 * RATE);
    }
    assertThat(cutOff).hasValue(1);
  }

  @Test
  void a_fast_start_earns_a_reader_no_later_pause() {
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
  void a_finished_answer_is_not_checked_any_more() {
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
