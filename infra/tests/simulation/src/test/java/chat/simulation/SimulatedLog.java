package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomRecord;
import chat.epochs.LogEpoch;
import chat.writer.room.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The room log, and the offsets that the writers have committed. */
final class SimulatedLog implements SteppedFeed.Source {

  static final int EPOCH = 3;

  /** A record, and its interpretation by all readers. */
  private record Entry(LogRecord raw, RoomRecord read) {}

  private static final RoomRecord NOTHING = RoomRecord.read(null, null, null, null, null, 0, 1);

  private final LogEpoch epoch;
  private final Truth truth = new Truth();
  private final List<List<Entry>> partitions = new ArrayList<>();
  private final long[] committed;
  private final int[] generation;

  SimulatedLog(int partitionCount) {
    this.epoch = new LogEpoch("topic", EPOCH, partitionCount);
    this.committed = new long[partitionCount];
    this.generation = new int[partitionCount];
    for (int i = 0; i < partitionCount; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  LogEpoch epoch() {
    return epoch;
  }

  Truth truth() {
    return truth;
  }

  @Override
  public long end(int partition) {
    return partitions.get(partition).size();
  }

  @Override
  public RoomRecord read(int partition, long offset) {
    return partitions.get(partition).get((int) offset).read;
  }

  LogRecord raw(int partition, long offset) {
    return partitions.get(partition).get((int) offset).raw;
  }

  long append(
      int partition,
      @Nullable String key,
      byte[] value,
      byte @Nullable [] type,
      byte @Nullable [] identity,
      byte @Nullable [] condition) {
    long offset = end(partition);
    byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
    List<LogRecord.Header> headers =
        List.of(
            new LogRecord.Header(RecordHeaders.TYPE, type),
            new LogRecord.Header(RecordHeaders.IDENTITY, identity),
            new LogRecord.Header(RecordHeaders.CONDITION, condition));
    RoomRecord read =
        RoomRecord.read(keyBytes, value, type, identity, condition, partition, epoch.partitions());
    LogRecord raw = new LogRecord(offset, 1_000 + offset, keyBytes, value, headers);
    partitions.get(partition).add(new Entry(raw, read));
    truth.add(partition, offset, read);
    return offset;
  }

  /** Appends a record of no room. */
  void appendNothing(int partition) {
    LogRecord raw = new LogRecord(end(partition), 0, null, new byte[0], List.of());
    partitions.get(partition).add(new Entry(raw, NOTHING));
  }

  long[] ends() {
    long[] ends = new long[committed.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = end(i);
    }
    return ends;
  }

  long[] committed() {
    return committed.clone();
  }

  /** Assigns a partition to another writer; from now on only its commits count. */
  int takeOver(int partition) {
    return ++generation[partition];
  }

  boolean isOwner(int partition, int writerGeneration) {
    return generation[partition] == writerGeneration;
  }

  /** Commits; returns whether the commit counts. */
  boolean commit(int partition, int writerGeneration, long offset) {
    if (!isOwner(partition, writerGeneration)) {
      return false;
    }
    committed[partition] = offset;
    return true;
  }
}
