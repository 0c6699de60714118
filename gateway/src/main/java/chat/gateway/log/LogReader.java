package chat.gateway.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads a part of the log that is neither in the tail nor in the tables. */
public interface LogReader {

  /** The {@code prev} of an event if the event before it is not known. */
  long UNKNOWN = RoomChain.UNKNOWN;

  /**
   * A room's events in a range of its partition, without duplicates.
   *
   * @param from offset, inclusive
   * @param to offset, exclusive
   * @return in log order; {@code prev} of the first is {@link #UNKNOWN}. Fails with {@code
   *     unavailable} if the range is too long, is gone, or the log doesn't answer
   */
  CompletableFuture<List<LoggedEvent>> read(PartitionLog log, String room, long from, long to);
}
