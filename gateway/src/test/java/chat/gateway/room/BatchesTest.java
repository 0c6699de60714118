package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchesTest {

  private final List<List<String>> asked = new ArrayList<>();
  private final List<CompletableFuture<Map<String, String>>> answers = new ArrayList<>();
  private final Batches<String, String> batches = new Batches<>(1, 3, this::ask);

  @Test
  void the_first_look_up_runs_at_once_and_later_ones_in_a_batch() {
    CompletableFuture<String> a = batches.get("a");
    CompletableFuture<String> b = batches.get("b");
    CompletableFuture<String> c = batches.get("c");
    assertThat(asked).containsExactly(List.of("a"));

    answer(0);
    assertThat(asked).containsExactly(List.of("a"), List.of("b", "c"));
    answer(1);

    assertThat(List.of(a.join(), b.join(), c.join())).containsExactly("a!", "b!", "c!");
  }

  @Test
  void a_batch_is_bounded_and_has_each_question_once() {
    for (String question : List.of("a", "b", "b", "c", "d", "e")) {
      var unused = batches.get(question);
    }

    answer(0);
    answer(1);

    assertThat(asked).containsExactly(List.of("a"), List.of("b", "c"), List.of("d", "e"));
  }

  @Test
  void a_failed_batch_fails_its_callers_and_the_next_one_runs() {
    CompletableFuture<String> a = batches.get("a");
    CompletableFuture<String> thrown = batches.get("throw");
    answers.get(0).completeExceptionally(new IllegalStateException("no"));
    CompletableFuture<String> c = batches.get("c");

    assertThat(a).isCompletedExceptionally();
    assertThat(thrown).isCompletedExceptionally();
    answer(1);
    assertThat(c).isCompletedWithValue("c!");
  }

  private CompletableFuture<Map<String, String>> ask(List<String> questions) {
    if (questions.contains("throw")) {
      throw new IllegalStateException("no");
    }
    asked.add(questions);
    CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private void answer(int batch) {
    answers
        .get(batch)
        .complete(
            asked.get(batch).stream()
                .collect(Collectors.toMap(Function.identity(), question -> question + "!")));
  }
}
