package chat.gateway.log;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a gateway writes and reads the room log.
 *
 * @param appendTimeout after this time without an answer an append counts as unknown
 * @param inFlight how many appends may wait for their answer at once; more are refused
 * @param tailRecords how many events of a partition are kept in memory
 * @param tailBytes how many bytes of events are kept in memory, over all partitions
 * @param gapRecords how many records are read from the log itself at once, where they are neither
 *     in memory nor yet in the tables
 * @param gapTimeout longest time for that
 * @param gapReaders how many such ranges are read at once
 * @param gapQueue how many more wait for their turn; further ones are refused
 * @param watchInterval how often the log's health and the writer's watermark are looked at
 * @param downAfter without an answer for so long the log counts as down, and sends are refused
 */
@ConfigurationProperties("chat.gateway.log")
public record LogSettings(
    @DefaultValue("15s") Duration appendTimeout,
    @DefaultValue("20000") int inFlight,
    @DefaultValue("16384") int tailRecords,
    @DefaultValue("64MB") DataSize tailBytes,
    @DefaultValue("200000") int gapRecords,
    @DefaultValue("2s") Duration gapTimeout,
    @DefaultValue("2") int gapReaders,
    @DefaultValue("64") int gapQueue,
    @DefaultValue("500ms") Duration watchInterval,
    @DefaultValue("2s") Duration downAfter) {

  public LogSettings {
    if (tailRecords < 1) {
      throw new IllegalArgumentException("tailRecords: " + tailRecords + " (expected: > 0)");
    }
    if (inFlight < 1) {
      throw new IllegalArgumentException("inFlight: " + inFlight + " (expected: > 0)");
    }
    if (gapReaders < 1) {
      throw new IllegalArgumentException("gapReaders: " + gapReaders + " (expected: > 0)");
    }
    if (gapQueue < 1) {
      throw new IllegalArgumentException("gapQueue: " + gapQueue + " (expected: > 0)");
    }
  }
}
