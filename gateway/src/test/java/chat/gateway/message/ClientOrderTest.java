package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientOrderTest {

  private static final int CAPACITY = 1000;

  private final ClientOrder order = new ClientOrder(CAPACITY);
  private final List<String> log = new ArrayList<>();

  /** A send that the test moves on step by step. */
  private final class Send {
    private final String name;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private ClientOrder.@Nullable Turn<Void> turn;

    Send(String room, String name) {
      this.name = name;
      var unused =
          order.<Void>send(
              room,
              mine -> {
                log.add(name + " starts");
                turn = mine;
                return outcome;
              });
    }

    ClientOrder.Turn<Void> turn() {
      return Objects.requireNonNull(turn);
    }

    OptionalLong enter(long asOf) {
      return turn().enter(asOf, false);
    }

    void append() {
      log.add(name);
      turn().appended();
    }

    void append(long asOf) {
      assertThat(enter(asOf)).isPresent();
      append();
    }

    void repeatAfterVoid() {
      var unused = turn().again().thenRun(() -> log.add(name + " again"));
    }

    void repeatWhenIdle() {
      var unused = turn().idle().thenRun(() -> log.add(name + " after all"));
    }

    void end() {
      outcome.complete(null);
    }
  }

  @Test
  void a_send_starts_when_the_record_of_the_one_before_was_handed_to_the_log() {
    Send first = new Send("room", "first");
    Send second = new Send("room", "second");
    assertThat(log).containsExactly("first starts");

    first.append(100);
    second.append(100);

    assertThat(log).containsExactly("first starts", "first", "second starts", "second");
  }

  @Test
  void a_send_that_ends_without_a_record_lets_the_next_one_start() {
    Send first = new Send("room", "first");
    new Send("room", "second");

    first.end();

    assertThat(log).containsExactly("first starts", "second starts");
  }

  @Test
  void a_change_has_the_room_to_itself() {
    CompletableFuture<Long> change = new CompletableFuture<>();
    Send first = new Send("room", "first");
    CompletableFuture<Long> changed =
        order.run(
            "room",
            () -> {
              log.add("change starts");
              return change;
            });
    new Send("room", "second");

    first.append(100);
    assertThat(log).containsExactly("first starts", "first");
    first.end();
    assertThat(log).containsExactly("first starts", "first", "change starts");
    change.complete(5L);

    assertThat(changed).isCompletedWithValue(5L);
    assertThat(log).endsWith("second starts");
  }

  @Test
  void sends_in_flight_are_decided_as_of_the_same_seq() {
    Send first = new Send("room", "first");
    assertThat(first.enter(100)).hasValue(100);
    first.append();
    Send second = new Send("room", "second");
    assertThat(second.enter(120)).hasValue(100);
    second.append();
    first.end();
    second.end();

    assertThat(new Send("room", "third").enter(130)).hasValue(130);
  }

  @Test
  void void_sends_are_repeated_in_order_before_later_ones() {
    Send first = new Send("room", "first");
    first.append(100);
    Send second = new Send("room", "second");
    second.append(100);
    Send third = new Send("room", "third");
    log.clear();

    second.repeatAfterVoid();
    first.repeatAfterVoid();
    assertThat(log).containsExactly("first again");
    assertThat(first.enter(150)).hasValue(150);
    assertThat(third.enter(200)).isEmpty();
    third.repeatWhenIdle();
    first.end();
    assertThat(log).containsExactly("first again", "second again");
    second.end();

    assertThat(log).containsExactly("first again", "second again", "third after all");
    assertThat(third.enter(200)).hasValue(200);
  }

  @Test
  void rooms_do_not_wait_for_each_other() {
    Send first = new Send("room", "first");
    new Send("room", "second");
    Send other = new Send("other", "other");
    assertThat(log).containsExactly("first starts", "other starts");

    first.append(100);
    first.repeatAfterVoid();
    assertThat(other.enter(5)).hasValue(5);
  }

  @Test
  void a_send_that_must_be_alone_waits_for_others_and_they_for_it() {
    Send first = new Send("room", "first");
    first.append(100);
    Send alone = new Send("room", "alone");
    assertThat(alone.turn().enter(100, true)).isEmpty();
    first.end();
    assertThat(alone.turn().idle()).isCompleted();
    assertThat(alone.turn().enter(100, true)).hasValue(100);
    alone.append();

    Send third = new Send("room", "third");
    assertThat(third.enter(100)).isEmpty();
    alone.end();
    assertThat(third.enter(100)).hasValue(100);
  }

  @Test
  void no_send_is_decided_as_of_a_seq_near_the_end_of_the_window() {
    new Send("room", "first").append(100);
    new Send("room", "second").append(100 + 4096);
    Send third = new Send("room", "third");

    assertThat(third.enter(101 + 4096)).isEmpty();
    assertThat(third.enter(99)).isEmpty();
    assertThat(third.enter(100)).hasValue(100);
  }

  @Test
  void requests_beyond_the_capacity_are_refused_until_one_ends() {
    ClientOrder small = new ClientOrder(2);
    CompletableFuture<Void> first = new CompletableFuture<>();
    var started = small.run("room", () -> first);
    var waiting = small.run("room", CompletableFuture<Void>::new);

    assertThatThrownBy(() -> small.run("other", CompletableFuture<Void>::new))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED));
    first.complete(null);
    assertThat(started).isCompleted();
    assertThat(waiting).isNotDone();

    assertThat(small.run("other", () -> CompletableFuture.completedFuture(1)))
        .isCompletedWithValue(1);
  }

  @Test
  void a_request_that_throws_fails_and_the_next_one_starts() {
    CompletableFuture<Void> failed =
        order.run(
            "room",
            () -> {
              throw new IllegalStateException();
            });

    assertThat(failed).isCompletedExceptionally();
    assertThat(order.run("room", () -> CompletableFuture.completedFuture(1)))
        .isCompletedWithValue(1);
  }

  @Test
  void requests_that_end_at_once_do_not_grow_the_stack() {
    ClientOrder large = new ClientOrder(200_000);
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> last = large.run("room", () -> first);
    for (int i = 1; i < 200_000; i++) {
      last = large.run("room", () -> CompletableFuture.completedFuture(null));
    }

    first.complete(null);

    assertThat(last).isCompleted();
  }
}
