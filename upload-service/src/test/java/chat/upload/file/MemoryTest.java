package chat.upload.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryTest {

  private static final int PART = UploadSettings.PART;

  @Test
  void released_memory_can_be_acquired_again() {
    Memory memory = memory(3, Duration.ofMillis(1), 10);
    for (int i = 0; i < 100; i++) {
      memory.acquire("ann", PART).close();
    }
    assertThat(memory.free()).isEqualTo(3.0 * PART);
  }

  @Test
  void one_user_gets_a_third_and_leaves_the_rest_to_others() {
    Memory memory = memory(6, Duration.ofMillis(1), 10);
    Memory.Lease first = memory.acquire("ann", PART);
    Memory.Lease second = memory.acquire("ann", PART);
    assertBusy(() -> memory.acquire("ann", 1));
    memory.acquire("bob", PART).close();
    first.close();
    memory.acquire("ann", PART).close();
    second.close();
    assertThat(memory.free()).isEqualTo(6.0 * PART);
  }

  @Test
  void an_upload_without_free_memory_waits_for_some() throws Exception {
    Memory memory = memory(1, Duration.ofSeconds(30), 10);
    Memory.Lease held = memory.acquire("ann", PART);
    CompletableFuture<Memory.Lease> waiting =
        CompletableFuture.supplyAsync(() -> memory.acquire("bob", 10));
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> memory.waiting() > 0);
    assertThat(waiting).isNotDone();
    held.close();
    waiting.get(30, TimeUnit.SECONDS).close();
    assertThat(memory.free()).isEqualTo(PART);
  }

  @Test
  void small_uploads_count_for_a_megabyte_as_each_has_a_thread() {
    Memory memory = memory(1, Duration.ofMillis(1), 100);
    for (int i = 0; i < 5; i++) {
      memory.acquire("user" + i, 1);
    }
    assertBusy(() -> memory.acquire("ann", 1));
  }

  @Test
  void no_more_uploads_wait_than_allowed() {
    Memory memory = memory(1, Duration.ofSeconds(30), 0);
    assertBusy(() -> memory.acquire("ann", 1));
    assertThat(memory.waiting()).isZero();
    assertThat(memory.free()).isEqualTo(PART);
  }

  private static void assertBusy(Runnable acquire) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(acquire::run)
        .matches(refusal -> refusal.code() == ProblemCode.UNAVAILABLE);
  }

  private static Memory memory(int parts, Duration wait, int waiting) {
    return new Memory(
        new UploadSettings(
            DataSize.ofMegabytes(1),
            1,
            List.of(),
            1,
            DataSize.ofBytes(1),
            Duration.ofSeconds(1),
            DataSize.ofMegabytes(1),
            1,
            DataSize.ofBytes((long) parts * PART),
            wait,
            waiting,
            Duration.ofHours(1)));
  }
}
