package chat.reader;

import chat.contract.log.Seq;
import java.time.Instant;
import java.util.Map;

/** Where an {@link EventReader} begins. */
public sealed interface ReadFrom {

  /** The first event that the topic still has. */
  static ReadFrom beginning() {
    return new Beginning();
  }

  /** The events that come after the reader was opened. */
  static ReadFrom end() {
    return new End();
  }

  /**
   * The events that the log took at this time or later; the record's {@code loggedAt}. After a
   * change of a partition's leader the clocks of both brokers count: reading may begin too late by
   * their difference. A seq is exact.
   */
  static ReadFrom time(Instant time) {
    return new Time(time);
  }

  /**
   * The events of named rooms after a position of each. 0 is the room's beginning. The reader gives
   * only the events of these rooms, and proves by {@code prev} that there is no hole behind the
   * given position: {@link PositionGone} tells of one.
   *
   * @param seqs a seq for each room, as in the {@code export.json} of an export
   */
  static ReadFrom after(Map<String, Long> seqs) {
    return new After(seqs);
  }

  /**
   * Where another reader stood.
   *
   * @param positions of {@link EventReader#positions}
   */
  static ReadFrom positions(EventPositions positions) {
    return new Snapshot(positions);
  }

  /**
   * What the consumer group committed with {@link EventReader#commit} for the same rooms.
   *
   * @param otherwise for partitions of which the group committed nothing
   */
  static ReadFrom committed(ReadFrom otherwise) {
    return new Committed(otherwise);
  }

  /** See {@link #beginning}. */
  record Beginning() implements ReadFrom {}

  /** See {@link #end}. */
  record End() implements ReadFrom {}

  /**
   * See {@link #time}.
   *
   * @param time the first time
   */
  record Time(Instant time) implements ReadFrom {}

  /**
   * See {@link #after}.
   *
   * @param seqs a seq for each room
   */
  record After(Map<String, Long> seqs) implements ReadFrom {

    /** Checks the rooms and positions. */
    public After {
      seqs = Map.copyOf(seqs);
      RoomChains.check(seqs, Seq.NONE);
      if (seqs.isEmpty()) {
        throw new IllegalArgumentException("seqs: none (expected: one for each room)");
      }
    }
  }

  /**
   * See {@link #positions}.
   *
   * @param positions where to begin
   */
  record Snapshot(EventPositions positions) implements ReadFrom {}

  /**
   * See {@link #committed}.
   *
   * @param otherwise for partitions without a commit
   */
  record Committed(ReadFrom otherwise) implements ReadFrom {

    /** Checks that there is something to fall back to. */
    public Committed {
      if (otherwise instanceof Committed || otherwise instanceof Snapshot) {
        throw new IllegalArgumentException(
            "otherwise: " + otherwise + " (expected: beginning, end, time or after)");
      }
    }
  }
}
