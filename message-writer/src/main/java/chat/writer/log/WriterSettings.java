package chat.writer.log;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the log is written to tables.
 *
 * @param roomsKept of how many rooms a partition keeps the last position in memory
 * @param storeTimeout longest wait for the tables to take what was polled of a partition, or a page
 *     of a removal; after it the attempt is given up and made again in smaller parts
 * @param commitTimeout longest wait for the log to take a commit
 * @param firstRetry how long to wait after a first failure; doubles with each
 * @param lastRetry the longest that wait becomes
 * @param pollTimeout longest wait for records; a partition that has rested begins again after it
 * @param lagInterval between two looks at how far the log's end is
 */
@ConfigurationProperties("chat.writer")
public record WriterSettings(
    @DefaultValue("10000") int roomsKept,
    @DefaultValue("60s") Duration storeTimeout,
    @DefaultValue("15s") Duration commitTimeout,
    @DefaultValue("250ms") Duration firstRetry,
    @DefaultValue("10s") Duration lastRetry,
    @DefaultValue("500ms") Duration pollTimeout,
    @DefaultValue("5s") Duration lagInterval) {

  public WriterSettings {
    if (roomsKept < 1) {
      throw new IllegalArgumentException("roomsKept: " + roomsKept + " (expected: > 0)");
    }
    if (firstRetry.isZero() || firstRetry.isNegative() || lastRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException(
          "firstRetry, lastRetry: %s, %s (expected: 0 < first <= last)"
              .formatted(firstRetry, lastRetry));
    }
  }
}
