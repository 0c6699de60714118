package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A test's own room at both ends: appends to its log, and reads its rows in the tables. */
record RoomOfLog(String name, Producer<byte[], byte[]> producer, CqlSession tables) {

  static final int PARTITIONS = 24;

  static RoomOfLog create(Producer<byte[], byte[]> producer, CqlSession tables) {
    return new RoomOfLog("r" + UUID.randomUUID(), producer, tables);
  }

  TopicPartition partition() {
    return new TopicPartition(Topic.MESSAGES, RoomPartition.of(name, PARTITIONS));
  }

  /** Appends a message and gives its offset. */
  long send(String id) throws Exception {
    return append(RoomEventCodec.encode(message(id)), id);
  }

  /** Appends a value under an id and gives its offset. */
  long append(byte[] value, String id) throws Exception {
    ProducerRecord<byte[], byte[]> log =
        new ProducerRecord<>(Topic.MESSAGES, partition().partition(), name.getBytes(UTF_8), value);
    log.headers()
        .add(RecordHeaders.ID, id.getBytes(UTF_8))
        .add(RecordHeaders.TYPE, Message.TYPE.getBytes(UTF_8))
        .add(RecordHeaders.IDENTITY, Identity.of(name, "u1", id, 7).toBytes());
    return producer.send(log).get(30, TimeUnit.SECONDS).offset();
  }

  Message message(String id) {
    return new Message(
        name, id, new Author("u1", "ann"), "text of " + id, 1, null, List.of(), List.of());
  }

  /** All rows, oldest first. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    List<Long> buckets = new ArrayList<>();
    tables
        .execute("SELECT bucket FROM room_buckets WHERE room = ?", name)
        .forEach(row -> buckets.add(0, row.getLong("bucket")));
    for (long bucket : buckets) {
      tables
          .execute(
              "SELECT * FROM room_events WHERE room = ? AND bucket = ? ORDER BY seq ASC",
              name,
              bucket)
          .forEach(rows::add);
    }
    return rows;
  }

  List<Long> seqs() {
    return rows().stream().map(row -> row.getLong("seq")).toList();
  }

  /** The {@code prev} of each row. */
  List<Long> prevs() {
    return rows().stream().map(row -> row.getLong("prev")).toList();
  }
}
