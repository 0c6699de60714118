package chat.writer.log;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the log is written to tables.
 *
 * @param roomsKept number of rooms whose last position is kept in memory if all partitions are
 *     assigned to this process
 * @param storeTimeout longest wait for the tables to store the records that were polled of one
 *     partition, or a page of the data that a deletion removes (at least 1ms); then the attempt is
 *     repeated in smaller parts
 * @param commitTimeout longest wait for the log to commit offsets
 * @param firstRetry wait after a first failure; it doubles with each further one
 * @param lastRetry longest such wait
 * @param pollTimeout longest wait for records
 */
@ConfigurationProperties("chat.writer")
public record WriterSettings(
    int roomsKept,
    Duration storeTimeout,
    Duration commitTimeout,
    Duration firstRetry,
    Duration lastRetry,
    Duration pollTimeout) {

  /**
   * About 150 bytes each, in each of two readers of the log, and half as many users and numbers of
   * members of 200 bytes each; the position of another room is read from the tables.
   */
  private static final int ROOMS_KEPT = 100_000;

  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  /** A partition that has rested begins again after it. */
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

  public WriterSettings {
    SettingBounds.atLeast("chat.writer.store-timeout", storeTimeout, Duration.ofMillis(1));
  }

  /** The share of one partition in the rooms that are kept. */
  public int roomsKeptOf(int partitions) {
    return Math.max(1, roomsKept / partitions);
  }

  /** The wait after a number of failures in a row. */
  public Duration rest(int failures) {
    Duration doubled = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(lastRetry) < 0 ? doubled : lastRetry;
  }

  @ConstructorBinding
  WriterSettings(@DefaultValue("60s") Duration storeTimeout) {
    this(ROOMS_KEPT, storeTimeout, COMMIT_TIMEOUT, FIRST_RETRY, LAST_RETRY, POLL_TIMEOUT);
  }
}
