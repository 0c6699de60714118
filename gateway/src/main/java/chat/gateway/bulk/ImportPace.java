package chat.gateway.bulk;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * The pace of all imports at this gateway, so that they leave time to live messages. Imports under
 * way at the same time share it, in the order in which they ask.
 */
final class ImportPace {

  /**
   * The lines for which an import waits at a time. Lines that come together share batches and
   * requests, and so cost a third less than lines that come evenly; live messages wait for few.
   */
  private static final int STEP = 48;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Bucket lines;

  /**
   * A pace.
   *
   * @param rate largest number of lines per second
   */
  ImportPace(int rate) {
    lines =
        Bucket.builder().addLimit(limit -> limit.capacity(STEP).refillGreedy(rate, SECOND)).build();
  }

  /**
   * Waits until an import may carry out further lines.
   *
   * @return how many
   */
  int await() throws InterruptedException {
    lines.asBlocking().consume(STEP);
    return STEP;
  }
}
