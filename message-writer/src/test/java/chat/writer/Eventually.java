package chat.writer;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Awaits what another thread or process is about to do. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  /** Looks until an assertion holds, and fails with what it saw last. */
  public static void holds(ThrowingCallable assertion) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(assertion::call);
  }
}
