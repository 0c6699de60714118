package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the log in the simplest way, as the records come: the rooms' events without
 * duplicates. All answers to clients are checked against it.
 */
final class Truth {

  /** The distance at which a duplicate is still found; the window counts itself. */
  private static final int REACH = 16_384;

  /** An event of a room. */
  record Fact(String room, String type, long seq, long prev, String value) {

    String frame() {
      return "{\"seq\":" + seq + ",\"prev\":" + prev + "," + value.substring(1);
    }

    boolean isMessage() {
      return type.equals("message");
    }

    boolean isBy(String user) {
      return value.contains("\"user\":{\"id\":\"" + user + "\"");
    }

    boolean isKickOf(String user) {
      return type.equals("member")
          && value.contains("\"action\":\"kicked\"")
          && value.contains("\"user\":{\"id\":\"" + user + "\"");
    }

    boolean isOfRoom() {
      return type.equals("room");
    }

    private boolean isPublic() {
      return value.contains("\"visibility\":\"public\"");
    }

    private boolean isCreationBy(String user) {
      return value.contains("\"action\":\"created\"")
          && value.contains("\"by\":{\"id\":\"" + user + "\"");
    }

    boolean says(Said said) {
      return value.contains("\"id\":\"" + said.id() + "\"")
          && value.contains("\"user\":{\"id\":\"" + said.sender() + "\"")
          && said.isIn(value);
    }
  }

  private record Key(int partition, long high, long low) {}

  private final Map<String, NavigableMap<Long, Fact>> rooms = new HashMap<>();
  private final Map<Key, Long> latest = new HashMap<>();
  private final Map<Integer, List<Fact>> partitions = new HashMap<>();
  private final Map<Integer, NavigableMap<Long, List<Long>>> touches = new HashMap<>();
  private final Map<String, States> states = new HashMap<>();
  private int doubles;
  private int voids;

  void add(int partition, long offset, RoomRecord record) {
    Identity identity = record.identity();
    boolean holds = holds(partition, offset, record.condition());
    touched(partition, offset, record.condition());
    if (identity != null) {
      Long first = latest.get(new Key(partition, identity.high(), identity.low()));
      boolean known = first != null && offset - first < REACH;
      if (holds) {
        latest.put(new Key(partition, identity.high(), identity.low()), offset);
      }
      if (known) {
        doubles++;
        return;
      }
      if (!holds) {
        voids++;
        return;
      }
    }
    String room = record.room();
    if (room != null) {
      NavigableMap<Long, Fact> facts = facts(room);
      long prev = facts.isEmpty() ? Seq.NONE : facts.lastKey();
      long seq = Seq.of(SimulatedLog.EPOCH, offset);
      Fact fact = new Fact(room, record.type(), seq, prev, new String(record.value(), UTF_8));
      facts.put(seq, fact);
      partitions.computeIfAbsent(partition, first -> new ArrayList<>()).add(fact);
      states(room).take(fact, facts);
    }
  }

  /** Whether no record in between touched the facts that a record depends on. */
  private boolean holds(int partition, long offset, @Nullable Condition condition) {
    if (condition == null) {
      return true;
    }
    long asOf = condition.asOf();
    return asOf <= offset
        && offset - asOf <= REACH
        && touches.getOrDefault(partition, new TreeMap<>()).tailMap(asOf, true).values().stream()
            .flatMap(List::stream)
            .noneMatch(condition.depends()::contains);
  }

  private void touched(int partition, long offset, @Nullable Condition condition) {
    if (condition != null && !condition.touches().isEmpty()) {
      touches.computeIfAbsent(partition, first -> new TreeMap<>()).put(offset, condition.touches());
    }
  }

  /** A room's events, by seq. */
  NavigableMap<Long, Fact> facts(String room) {
    return rooms.computeIfAbsent(room, first -> new TreeMap<>());
  }

  /** Whether an event removes a user's sockets from its room. */
  boolean removes(Fact fact, String user) {
    return fact.isKickOf(user)
        || (fact.isOfRoom() && !fact.isPublic() && !mayRead(fact.room(), user, fact.seq()));
  }

  /** Whether a user may read a room as of a seq: it is public, or the user is a member. */
  boolean mayRead(String room, String user, long seq) {
    boolean isPublic = true;
    boolean isMember = false;
    for (Fact fact : facts(room).headMap(seq, true).values()) {
      if (fact.isOfRoom()) {
        isPublic = fact.isPublic();
        isMember |= fact.isCreationBy(user);
      } else if (fact.type().equals("member") && fact.isBy(user)) {
        isMember = !fact.isKickOf(user);
      }
    }
    return isPublic || isMember;
  }

  /** The events of a room. */
  States states(String room) {
    return states.computeIfAbsent(room, first -> new States());
  }

  /** All events of a partition, in order. */
  List<Fact> ofPartition(int partition) {
    return partitions.getOrDefault(partition, List.of());
  }

  @Nullable Fact at(String room, long seq) {
    return facts(room).get(seq);
  }

  @Nullable Fact after(String room, long seq) {
    Map.Entry<Long, Fact> next = facts(room).higherEntry(seq);
    return next == null ? null : next.getValue();
  }

  long last(String room) {
    return facts(room).isEmpty() ? Seq.NONE : facts(room).lastKey();
  }

  int count(String room, long after, long upTo) {
    return after >= upTo ? 0 : facts(room).subMap(after, false, upTo, true).size();
  }

  int voids() {
    return voids;
  }

  int doubles() {
    return doubles;
  }
}
