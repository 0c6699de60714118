package chat.gateway.history.rest;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.history.LargePages;
import chat.gateway.log.RoomLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FittingPagesTest {

  private final List<Integer> asked = new ArrayList<>();

  @Test
  void a_page_that_is_too_large_ends_early() {
    assertThat(page(300)).isCompletedWithValue("page of 250");
    assertThat(asked).containsExactly(1_000, 500, 250);
  }

  @Test
  void other_failures_and_pages_of_one_are_not_retried() {
    assertThat(page(0)).isCompletedExceptionally();
    assertThat(asked).endsWith(1).hasSize(10);
    asked.clear();
    assertThat(
            Pages.fitting(
                1_000,
                limit -> {
                  asked.add(limit);
                  return CompletableFuture.failedFuture(RoomLog.unavailable());
                }))
        .isCompletedExceptionally();
    assertThat(asked).containsExactly(1_000);
  }

  private CompletableFuture<String> page(int fits) {
    return Pages.fitting(
        1_000,
        limit -> {
          asked.add(limit);
          return limit > fits
              ? LargePages.fail()
              : CompletableFuture.completedFuture("page of " + limit);
        });
  }
}
