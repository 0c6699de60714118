package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FairQueueTest {

  private final List<CompletableFuture<?>> deadlines = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();
  private final List<CompletableFuture<String>> running = new ArrayList<>();
  private FairQueue queue = queue(1, 100);

  @Test
  void a_limited_number_runs_at_a_time() {
    queue = queue(2, 100);
    enqueue("ann", "1");
    enqueue("ann", "2");
    enqueue("ann", "3");

    assertThat(begun).containsExactly("1", "2");
    running.get(1).complete("");
    assertThat(begun).containsExactly("1", "2", "3");
  }

  @Test
  void users_take_turns_and_tasks_of_one_user_keep_their_order() {
    enqueue("ann", "a1");
    enqueue("ann", "a2");
    enqueue("ann", "a3");
    enqueue("ann", "a4");
    enqueue("bob", "b1");
    enqueue("bob", "b2");

    finishAll();

    assertThat(begun).containsExactly("a1", "a2", "b1", "a3", "b2", "a4");
  }

  @Test
  void the_running_tasks_of_one_user_are_bounded() {
    queue = queue(3, 1, 100);
    enqueue("ann", "a1");
    enqueue("ann", "a2");
    enqueue("bob", "b1");
    enqueue("ann", "a3");
    assertThat(begun).containsExactly("a1", "b1");

    running.get(1).complete("");
    assertThat(begun).containsExactly("a1", "b1");
    running.get(0).complete("");
    assertThat(begun).containsExactly("a1", "b1", "a2");
    running.get(2).complete("");
    assertThat(begun).containsExactly("a1", "b1", "a2", "a3");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void a_hundred_thousand_tasks_that_complete_at_once_do_not_overflow_the_stack() {
    queue = queue(1, 300_000);
    enqueue("ann", "first");
    List<CompletableFuture<Integer>> rest = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      rest.add(queue.run(Requester.of("ann"), () -> CompletableFuture.completedFuture(1)));
    }

    running.get(0).complete("done");

    assertThat(rest).allMatch(one -> one.isDone() && !one.isCompletedExceptionally());
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void a_task_that_throws_fails_and_the_next_one_runs() {
    CompletableFuture<String> thrown =
        queue.run(
            Requester.of("ann"),
            () -> {
              throw new IllegalStateException("no");
            });
    enqueue("ann", "next");

    assertThat(thrown).isCompletedExceptionally();
    assertThat(begun).containsExactly("next");
  }

  @Test
  void a_task_that_waits_too_long_fails_and_never_starts() {
    enqueue("ann", "first");
    CompletableFuture<String> late = ask("bob", "late");

    deadlines.get(1).completeExceptionally(new TimeoutException());
    finishAll();

    assertThat(late).isCompletedExceptionally();
    assertThat(begun).containsExactly("first");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void a_task_whose_caller_is_gone_is_not_started() {
    enqueue("ann", "first");
    CompletableFuture<String> gone =
        queue.run(new Requester("bob", () -> true), () -> begin("not wanted"));

    finishAll();

    assertThat(code(gone)).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(begun).containsExactly("first");
  }

  @Test
  void one_user_never_fills_the_queue() {
    queue = queue(1, 10);
    enqueue("ann", "running");
    List<CompletableFuture<String>> anns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      anns.add(ask("ann", "a" + i));
    }
    CompletableFuture<String> bobs = ask("bob", "b");

    assertThat(anns).filteredOn(one -> !one.isDone()).hasSize(5);
    assertThat(code(anns.get(19))).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(bobs).isNotDone();
  }

  private FairQueue queue(int atOnce, int capacity) {
    return queue(atOnce, 100, capacity);
  }

  private FairQueue queue(int atOnce, int ofOneUser, int capacity) {
    return new FairQueue(
        atOnce,
        ofOneUser,
        capacity,
        Duration.ofSeconds(1),
        (future, timeout) -> deadlines.add(future));
  }

  private CompletableFuture<String> ask(String user, String task) {
    return queue.run(Requester.of(user), () -> begin(task));
  }

  private void enqueue(String user, String task) {
    var unused = ask(user, task);
  }

  private CompletableFuture<String> begin(String task) {
    begun.add(task);
    CompletableFuture<String> end = new CompletableFuture<>();
    running.add(end);
    return end;
  }

  private void finishAll() {
    for (int i = 0; i < running.size(); i++) {
      running.get(i).complete("done");
    }
  }

  private static ProblemCode code(CompletableFuture<?> failed) {
    return Refusal.codeOf(failed.handle((value, error) -> error).join());
  }
}
