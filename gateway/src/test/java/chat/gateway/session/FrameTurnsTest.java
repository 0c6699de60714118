package chat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameTurnsTest {

  private final FrameTurns turns = new FrameTurns(10);
  private final List<String> handled = new ArrayList<>();

  @Test
  void frames_are_handled_at_once_while_none_waits() {
    assertThat(turns.handle(1, () -> handled.add("a"))).isTrue();
    turns.whenHandled(() -> handled.add("done"));

    assertThat(handled).containsExactly("a", "done");
  }

  @Test
  void frames_after_one_that_waits_are_handled_in_order_after_it() {
    turns.handle(1, turns::pause);
    turns.handle(1, () -> handled.add("a"));
    turns.handle(1, () -> handled.add("b"));
    turns.whenHandled(() -> handled.add("done"));
    assertThat(handled).isEmpty();

    turns.resume();

    assertThat(handled).containsExactly("a", "b", "done");
    turns.handle(1, () -> handled.add("c"));
    assertThat(handled).endsWith("c");
  }

  @Test
  void a_frame_that_waits_in_its_turn_stops_those_behind_it() {
    turns.handle(1, turns::pause);
    turns.handle(1, () -> handled.add("a"));
    turns.handle(1, turns::pause);
    turns.handle(1, () -> handled.add("b"));
    turns.whenHandled(() -> handled.add("done"));

    turns.resume();
    assertThat(handled).containsExactly("a");
    turns.resume();

    assertThat(handled).containsExactly("a", "b", "done");
  }

  @Test
  void the_end_of_the_turns_may_begin_new_ones_on_another_thread() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    turns.handle(1, turns::pause);
    turns.whenHandled(
        () -> {
          turns.handle(1, turns::pause);
          turns.handle(1, () -> await(begun, goOn));
          turns.handle(1, () -> handled.add("b"));
          Thread other = new Thread(turns::resume);
          threads.add(other);
          other.start();
          assertThat(reached(begun)).isTrue();
        });

    turns.resume();
    assertThat(handled).as("while another thread handles a frame").isEmpty();
    goOn.countDown();
    threads.get(0).join(Duration.ofMinutes(1).toMillis());

    assertThat(handled).containsExactly("a", "b");
  }

  private void await(CountDownLatch begun, CountDownLatch goOn) {
    begun.countDown();
    if (reached(goOn)) {
      handled.add("a");
    }
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_frame_that_arrives_while_others_are_handled_waits_for_its_turn() {
    turns.handle(1, turns::pause);
    turns.handle(
        1,
        () -> {
          turns.handle(1, () -> handled.add("late"));
          handled.add("a");
        });
    turns.handle(1, () -> handled.add("b"));

    turns.resume();

    assertThat(handled).containsExactly("a", "b", "late");
  }

  @Test
  void frames_that_wait_are_bounded_by_their_size() {
    turns.handle(1, turns::pause);

    assertThat(turns.handle(6, () -> handled.add("a"))).isTrue();
    assertThat(turns.handle(5, () -> handled.add("b"))).isFalse();
    turns.resume();

    assertThat(turns.handle(11, () -> handled.add("c"))).isTrue();
    assertThat(handled).containsExactly("a", "c");
  }
}
