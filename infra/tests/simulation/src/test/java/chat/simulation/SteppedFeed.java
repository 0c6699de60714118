package chat.simulation;

import chat.contract.log.RoomPartition;
import chat.contract.log.RoomRecord;
import chat.contract.log.Window;
import chat.epochs.LogEpoch;
import chat.gateway.log.Appends;
import chat.gateway.log.BatchedSends;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventSink;
import chat.gateway.log.LogSettings;
import chat.gateway.log.LogState;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;

/**
 * Reads the room log into memory like {@link RoomFeed}, but step by step instead of on a thread.
 */
final class SteppedFeed implements LogState {

  /** The log itself. */
  interface Source {

    /** The offset of the next record. */
    long end(int partition);

    /** A record before the end. */
    RoomRecord read(int partition, long offset);
  }

  /** A mistake at the start. */
  enum StartFault {
    NONE,
    /** The window does not know the records before the tail. */
    COLD_WINDOW,
    /** The tail claims one record more than it holds. */
    TAIL_OFF_BY_ONE
  }

  /** Kafka's {@code max.poll.records}, as it is by default. */
  private static final int MAX_POLL_RECORDS = 500;

  private final LogEpoch epoch;
  private final Source source;
  private final EventSink sink;
  private final int tailRecords;
  private final Executor waiters;
  private final StartFault fault;
  private final Appends appends = new Appends();
  private List<PartitionLog> fresh = List.of();
  private List<PartitionLog> logs = List.of();
  private final long[] next;
  private final long[] readyAt;
  private boolean ready;

  SteppedFeed(
      LogEpoch epoch,
      Source source,
      EventSink sink,
      int tailRecords,
      Executor waiters,
      StartFault fault) {
    this.epoch = epoch;
    this.source = source;
    this.sink = sink;
    this.tailRecords = tailRecords;
    this.waiters = waiters;
    this.fault = fault;
    this.next = new long[epoch.partitions()];
    this.readyAt = new long[epoch.partitions()];
    open();
  }

  public boolean isReady() {
    return ready;
  }

  @Override
  public boolean isDown() {
    return !ready;
  }

  @Override
  public int partitions() {
    return logs.size();
  }

  public PartitionLog logOf(String room) {
    if (logs.isEmpty()) {
      throw RoomLog.unavailable();
    }
    return logs.get(RoomPartition.of(room, logs.size()));
  }

  /** The room log whose records this feed reads back. */
  public RoomLog roomLog(
      Producer<String, byte[]> producer, LogSettings settings, Deadlines deadlines) {
    return new RoomLog(new BatchedSends(producer), this, appends, settings, deadlines);
  }

  /** Whether it has read all records. */
  public boolean isAtEnd() {
    return ready
        && IntStream.range(0, next.length)
            .allMatch(partition -> next[partition] == source.end(partition));
  }

  /** Reads the next records of each partition, at most as many at a time as a consumer returns. */
  public void poll(int max) {
    int left = max;
    do {
      pollOnce(Math.min(left, MAX_POLL_RECORDS));
      left -= MAX_POLL_RECORDS;
    } while (left > 0 && !isAtEnd());
  }

  private void pollOnce(int max) {
    for (PartitionLog log : fresh) {
      int partition = log.partition();
      long to = Math.min(source.end(partition), next[partition] + max);
      for (long offset = next[partition]; offset < to; offset++) {
        handle(log, offset, source.read(partition, offset));
      }
      next[partition] = to;
    }
    fresh.forEach(log -> log.reached(next[log.partition()]));
    appends.completeSettled();
    becomeReady();
  }

  /** Starts again, as after trouble with the log. No reader gets the partitions of before. */
  public void lose() {
    if (ready) {
      ready = false;
      logs.forEach(PartitionLog::close);
      logs = List.of();
      sink.reset();
    }
    open();
  }

  /** Gives up all appends, because the log does not answer. */
  public void giveUp() {
    appends.failAll(RoomLog.unavailable());
  }

  private void open() {
    fresh = new ArrayList<>();
    for (int partition = 0; partition < epoch.partitions(); partition++) {
      long end = source.end(partition);
      long tailStart = Math.max(0, end - tailRecords);
      long warmFrom = Math.max(0, tailStart - Window.WARM_UP);
      if (fault == StartFault.COLD_WINDOW) {
        warmFrom = tailStart;
      }
      next[partition] = warmFrom;
      readyAt[partition] = end;
      fresh.add(
          new PartitionLog(epoch, partition, warmFrom, tailStart, tailRecords, 1 << 30, waiters));
    }
  }

  private void handle(PartitionLog log, long offset, RoomRecord record) {
    boolean lost =
        fault == StartFault.TAIL_OFF_BY_ONE && offset == readyAt[log.partition()] - tailRecords;
    if (offset < log.start() || lost) {
      log.warm(offset, record);
    } else {
      log.append(offset, record, appends, sink);
    }
  }

  private void becomeReady() {
    if (!ready
        && IntStream.range(0, next.length)
            .allMatch(partition -> next[partition] >= readyAt[partition])) {
      ready = true;
      logs = List.copyOf(fresh);
    }
  }
}
