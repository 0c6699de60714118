package chat.bench.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.RecordHeaders;
import chat.writer.room.CassandraRoomTables;
import chat.writer.room.LogPartition;
import chat.writer.room.LogRecord;
import chat.writer.room.PartitionWriter;
import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The speed at which a writer stores the log in tables, with one Cassandra node, compared with one
 * row at a time.
 */
public final class WriterThroughput implements Benchmark {

  /** As polled by the writer's consumer. */
  private static final int POLL = 2000;

  private static final int ROOMS_KEPT = 10_000;

  @Override
  public String name() {
    return "writer";
  }

  @Override
  public String purpose() {
    return "the message writer into one Cassandra node, and one insert at a time beside it";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("events", "200000", "rooms", "10", "single", "6000", "rounds", "2");
  }

  @Override
  public void run(Options options) throws Exception {
    BenchBackends servers = BenchBackends.start();
    ProcessHandle node = BenchBackends.cassandra();
    Table table =
        new Table(
            System.out, "how", "events", "events a second", "µs of the writer", "µs of Cassandra");
    try (CqlSession session = servers.tables()) {
      int rooms = options.number("rooms");
      for (int round = 1; round <= options.number("rounds"); round++) {
        int events = options.number("events");
        List<LogRecord> log = log(round, events, rooms);
        row(table, "writer", events, node, () -> write(log, new CassandraRoomTables(session)));
        int single = options.number("single");
        List<LogRecord> few = log(100 + round, single, rooms);
        row(table, "one insert at a time", single, node, () -> insert(few, session));
      }
    }
  }

  private static void row(Table table, String how, int events, ProcessHandle node, Work.Task task)
      throws Exception {
    Duration before = Work.processorTime(node);
    Work work = Work.of(task);
    Duration ofNode = Work.processorTime(node).minus(before);
    table.row(
        how,
        events,
        work.perSecond(events),
        work.microsEach(events),
        ofNode.toNanos() / 1e3 / events);
  }

  /** A partition's records, as the consumer passes them on. */
  private static List<LogRecord> log(int round, int events, int rooms) {
    List<LogRecord> log = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      Message message = Records.message(1000 * round + i % rooms, i);
      log.add(
          new LogRecord(
              i,
              message.at(),
              message.room().getBytes(UTF_8),
              RoomEventCodec.encode(message),
              List.of(
                  new LogRecord.Header(RecordHeaders.ID, message.id().getBytes(UTF_8)),
                  new LogRecord.Header(RecordHeaders.TYPE, Message.TYPE.getBytes(UTF_8)),
                  new LogRecord.Header(
                      RecordHeaders.IDENTITY, Records.identity(message).toBytes()))));
    }
    return log;
  }

  private static void write(List<LogRecord> log, RoomTables tables) {
    PartitionWriter writer =
        new PartitionWriter(
            new LogPartition(1, 0, 1),
            0,
            0,
            ROOMS_KEPT,
            tables,
            (letter, reason) -> CompletableFuture.completedFuture(null));
    for (int from = 0; from < log.size(); from += POLL) {
      log.subList(from, Math.min(log.size(), from + POLL)).forEach(writer::accept);
      writer.store().toCompletableFuture().join();
    }
  }

  /** The same rows for the same events, each awaited before the next. */
  private static void insert(List<LogRecord> log, CqlSession session) {
    PreparedStatement event =
        session.prepare(
            "INSERT INTO room_events"
                + " (room, bucket, seq, prev, type, value, bucket_events, bucket_bytes)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    PreparedStatement id =
        session.prepare(
            "INSERT INTO room_message_ids (room, bucket, sender, id, seq, digest)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    for (LogRecord record : log) {
      byte[] value = Objects.requireNonNull(record.value());
      Message message = (Message) RoomEventCodec.decode(value);
      long seq = 1 + record.offset();
      session.execute(
          event.bind(
              message.room(), 1L, seq, seq - 1, Message.TYPE, ByteBuffer.wrap(value), 1, 1L, seq));
      session.execute(
          id.bind(
              message.room(),
              1L,
              message.user().id(),
              message.id(),
              seq,
              Objects.hashCode(message.content()),
              seq));
    }
  }
}
