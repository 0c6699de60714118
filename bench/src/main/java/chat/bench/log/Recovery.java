package chat.bench.log;

import chat.bench.measure.Benchmark;
import chat.bench.measure.FrameCounter;
import chat.bench.measure.Options;
import chat.bench.measure.RunningHub;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import chat.contract.log.RoomPartition;
import chat.epochs.LogEpoch;
import chat.gateway.history.Grounded;
import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.room.MissedFrames;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Resume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The takeover of a dead gateway's clients: all come to this gateway, each with its rooms and its
 * positions. Runs all of a gateway but the sockets: joins, the tail, the shards, the frames.
 */
public final class Recovery implements Benchmark {

  private static final int PARTITIONS = 24;
  private static final int TAIL = 16_384;
  private static final byte[] ANSWER =
      "{\"type\":\"joined\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final FrameCounter frames = new FrameCounter();

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String purpose() {
    return "clients that come back at once and get what they missed from the tail";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("clients", "10000", "each", "5", "missed", "20", "rooms", "2000", "rounds", "5");
  }

  @Override
  public void run(Options options) throws Exception {
    int missed = options.number("missed");
    int rooms = options.number("rooms");
    List<MeasuredPartition> partitions = fill(rooms, 2 * missed);
    History history =
        MeasuredHistory.ofTails(room -> log(partitions, room), MeasuredPartition.here());
    long[] after =
        IntStream.range(0, rooms).mapToLong(room -> after(partitions, room, missed)).toArray();
    long expected = (long) options.number("clients") * options.number("each") * (missed + 1);
    Table table =
        new Table(System.out, "round", "events", "wall s", "processor s", "processor µs an event");
    for (int round = 1; round <= options.number("rounds"); round++) {
      Hub hub = RunningHub.start();
      frames.reset();
      Work work =
          Work.of(
              () -> {
                resume(hub, partitions, history, after, options);
                frames.await(expected);
              });
      hub.stop();
      table.row(
          round,
          expected,
          work.wall().toMillis() / 1e3,
          work.processor().toMillis() / 1e3,
          work.microsEach(expected));
    }
  }

  private void resume(
      Hub hub, List<MeasuredPartition> partitions, History history, long[] after, Options options) {
    Random random = new Random(1);
    for (int client = 0; client < options.number("clients"); client++) {
      Connection connection = hub.open(frames.outlet());
      int first = random.nextInt(after.length);
      for (int i = 0; i < options.number("each"); i++) {
        // Coprime to the number of rooms by default, so the rooms of a client are distinct.
        int room = (first + i * 397) % after.length;
        String name = Records.room(room);
        join(connection, name, after[room], log(partitions, name), history);
      }
    }
  }

  /** Joins as {@code Joins} does after the access check. */
  private static void join(
      Connection connection, String room, long after, PartitionLog log, History history) {
    boolean begun =
        log.subscribe(
            room,
            listening ->
                connection.join(
                    "user",
                    room,
                    listening,
                    new Resume(
                        after,
                        history
                            .missed(new Grounded(log, null), room, after, listening.lastSeq())
                            .thenApply(
                                some -> some.map(missed -> new MissedFrames(missed, "user")))),
                    joined -> ANSWER));
    if (!begun) {
      throw new IllegalStateException("not grounded: " + room);
    }
  }

  private static PartitionLog log(List<MeasuredPartition> partitions, String room) {
    return partitions.get(RoomPartition.of(room, PARTITIONS)).log();
  }

  private static List<MeasuredPartition> fill(int rooms, int events) {
    List<MeasuredPartition> partitions = new ArrayList<>();
    for (int number = 0; number < PARTITIONS; number++) {
      partitions.add(
          new MeasuredPartition(new LogEpoch("id", 1, PARTITIONS), number, TAIL, Long.MAX_VALUE));
    }
    for (int room = 0; room < rooms; room++) {
      of(partitions, room).beginning(Records.room(room));
    }
    for (int event = 0; event < events; event++) {
      for (int room = 0; room < rooms; room++) {
        of(partitions, room).append(Records.record(room, (long) event * rooms + room, PARTITIONS));
      }
    }
    return partitions;
  }

  private static MeasuredPartition of(List<MeasuredPartition> partitions, int room) {
    return partitions.get(RoomPartition.of(Records.room(room), PARTITIONS));
  }

  private static long after(List<MeasuredPartition> partitions, int room, int missed) {
    List<LoggedEvent> events =
        of(partitions, room)
            .log()
            .slice(Records.room(room), 0, Long.MAX_VALUE, EventKind.ANY, missed)
            .events();
    return events.get(0).prev();
  }
}
