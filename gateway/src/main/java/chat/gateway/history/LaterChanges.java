package chat.gateway.history;

import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.TailChanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes of messages that the tables may lack. The tail is asked for them after the tables were
 * read, as the tables may have newer changes in part. Changes that left the tail meanwhile must not
 * be missed either: usually all of them were written, and if the writer is that far behind, all
 * changes that existed before the tables were read are kept. If a change may have entered and left
 * the tail meanwhile, the read starts again.
 */
final class LaterChanges {

  private final PartitionLog log;
  private final String room;
  private final long watermark;
  private final long start;
  private final long end;
  private final List<LoggedEvent> kept;

  /**
   * The changes of a room from an offset on; to be created before the tables are read.
   *
   * @param watermark offset before which the tables are complete
   */
  LaterChanges(PartitionLog log, String room, long watermark) {
    this.log = log;
    this.room = room;
    this.watermark = watermark;
    TailChanges tail = log.changesSince(room, watermark);
    this.kept = tail.kept();
    this.start = tail.start();
    this.end = tail.end();
  }

  /** The offset from which the tail was complete; unwritten events before it are in the log. */
  long start() {
    return start;
  }

  /** Whether tail and tables together lack events because the writer is far behind. */
  boolean isBehind() {
    return watermark < start;
  }

  /**
   * The changes of some messages.
   *
   * @param unwritten events of the room that were read from the log
   * @return changes by message, in log order; empty if the tail has dropped some that may not be
   *     written, and the read has to start again
   */
  Optional<Map<Long, List<LoggedEvent>>> of(
      Collection<Long> messages, List<LoggedEvent> unwritten) {
    Map<Long, List<LoggedEvent>> inTail =
        log.changesOf(room, messages, log.epoch().seq(watermark) - 1);
    // Read after the changes: what the tail holds now it also held then.
    long current = log.start();
    if (current > (isBehind() ? end : watermark)) {
      return Optional.empty();
    }
    if (!isBehind()) {
      return Optional.of(inTail);
    }
    Map<Long, SortedMap<Long, LoggedEvent>> all = new HashMap<>();
    unwritten.forEach(event -> put(event, all));
    kept.forEach(event -> put(event, all));
    inTail.values().forEach(changes -> changes.forEach(event -> put(event, all)));
    Map<Long, List<LoggedEvent>> found = new HashMap<>();
    all.forEach((message, changes) -> found.put(message, new ArrayList<>(changes.values())));
    return Optional.of(found);
  }

  private static void put(LoggedEvent event, Map<Long, SortedMap<Long, LoggedEvent>> all) {
    Change.of(event)
        .ifPresent(
            change ->
                all.computeIfAbsent(change.target(), first -> new TreeMap<>())
                    .put(event.seq(), event));
  }
}
