package chat.gateway.log;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a gateway writes and reads the room log.
 *
 * @param appendTimeout time after which an append without an answer counts as unknown
 * @param inFlight largest number of appends that wait for their answer
 * @param tailRecords largest number of recent events of one partition that are kept in memory (1 or
 *     more); joins and history pages that reach further back read the tables
 * @param tailBytes largest number of bytes of recent events that are kept in memory, over all
 *     partitions (at least 1B)
 * @param gapRecords largest number of records that are read from the log at once, where they are
 *     neither in memory nor yet in the tables
 * @param gapTimeout longest time of such a read
 * @param gapReaders number of such reads at a time
 * @param gapQueue largest number of such reads that wait
 * @param watchInterval time between two checks of the log's health and the writer's watermark
 * @param downAfter time without an answer after which the log counts as down
 * @param binaryHeaders whether the headers {@code identity} and {@code condition} are written in
 *     their former binary form, for processes of a release that reads no text; on only during an
 *     upgrade from such a release
 */
@ConfigurationProperties("chat.gateway.log")
public record LogSettings(
    Duration appendTimeout,
    int inFlight,
    int tailRecords,
    DataSize tailBytes,
    int gapRecords,
    Duration gapTimeout,
    int gapReaders,
    int gapQueue,
    Duration watchInterval,
    Duration downAfter,
    boolean binaryHeaders) {

  /** Three tries of the producer, of 5 s each. */
  private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(15);

  /** Further sends are refused with 503. */
  private static final int IN_FLIGHT = 20_000;

  /** The records that arrive while a writer is replaced; reading more would take too long. */
  private static final int GAP_RECORDS = 200_000;

  private static final Duration GAP_TIMEOUT = Duration.ofSeconds(2);
  private static final int GAP_READERS = 2;

  /** Further ones are refused with 503. */
  private static final int GAP_QUEUE = 64;

  private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

  /** Sends are then refused at once. */
  private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

  public LogSettings {
    SettingBounds.atLeast("chat.gateway.log.tail-records", tailRecords, 1);
    SettingBounds.atLeast("chat.gateway.log.tail-bytes", tailBytes.toBytes(), 1);
  }

  @ConstructorBinding
  LogSettings(
      @DefaultValue("16384") int tailRecords,
      @DefaultValue("64MB") DataSize tailBytes,
      @DefaultValue("false") boolean binaryHeaders) {
    this(
        APPEND_TIMEOUT,
        IN_FLIGHT,
        tailRecords,
        tailBytes,
        GAP_RECORDS,
        GAP_TIMEOUT,
        GAP_READERS,
        GAP_QUEUE,
        WATCH_INTERVAL,
        DOWN_AFTER,
        binaryHeaders);
  }
}
