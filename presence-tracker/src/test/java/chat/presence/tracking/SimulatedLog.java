package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Both topics, each with two partitions; a user's records are all in one. */
final class SimulatedLog {

  static final int PARTITIONS = 2;

  private final List<List<SessionEvent>> sessions = lists();
  private final List<List<Presence>> presence = lists();
  private final long[] committed = new long[PARTITIONS];
  private final Consumer<Presence> published;

  /**
   * An empty log.
   *
   * @param published is told of each record of the presence topic
   */
  SimulatedLog(Consumer<Presence> published) {
    this.published = published;
  }

  static int partition(String user) {
    return Math.floorMod(user.hashCode(), PARTITIONS);
  }

  void append(SessionEvent event) {
    sessions.get(partition(event.user().id())).add(event);
  }

  void append(Presence record) {
    presence.get(partition(record.user().id())).add(record);
    published.accept(record);
  }

  List<SessionEvent> sessions(int partition) {
    return sessions.get(partition);
  }

  List<Presence> presence(int partition) {
    return presence.get(partition);
  }

  long committed(int partition) {
    return committed[partition];
  }

  void commit(int partition, long offset) {
    committed[partition] = offset;
  }

  private static <T> List<List<T>> lists() {
    return IntStream.range(0, PARTITIONS).<List<T>>mapToObj(n -> new ArrayList<>()).toList();
  }
}
