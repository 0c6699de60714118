package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.event.Attachment;
import chat.contract.event.Deleted;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import chat.upload.UploadService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;

/** Appends records of one room to the real log, as a gateway would. */
final class RoomLogRecords {

  private static final Author ANN = new Author("ann", "ann");

  private final UploadService service;
  private final String room;

  RoomLogRecords(UploadService service, String room) {
    this.service = service;
    this.room = room;
  }

  /** Appends a message with a file; returns its seq. */
  long message(String id, String file) throws Exception {
    return message(id, file, null);
  }

  /** The same under a condition. */
  long message(String id, String file, @Nullable Condition condition) throws Exception {
    Attachment attachment = new Attachment(file, "a.txt", "text/plain", 5);
    return append(
        new Message(room, id, ANN, "text", 1, null, List.of(attachment), List.of()), id, condition);
  }

  /** Appends the deletion of a message. */
  long deletion(long target) throws Exception {
    return deletion(target, null);
  }

  /** The same under a condition. */
  long deletion(long target, @Nullable Condition condition) throws Exception {
    String id = "d" + target + "-" + (condition == null ? "" : condition.asOf());
    return append(new Deleted(room, id, ANN, target, 1), id, condition);
  }

  /** Appends a record that touches a thing. */
  long touch(String id, long key) throws Exception {
    Message message = new Message(room, id, ANN, "text", 1, null, List.of(), List.of());
    return append(message, id, new Condition(0, List.of(key), List.of()));
  }

  private long append(RoomEvent event, String id, @Nullable Condition condition) throws Exception {
    ProducerRecord<byte[], byte[]> log =
        new ProducerRecord<>(Topic.MESSAGES, room.getBytes(UTF_8), RoomEventCodec.encode(event));
    log.headers()
        .add(RecordHeaders.ID, id.getBytes(UTF_8))
        .add(RecordHeaders.TYPE, event.type().getBytes(UTF_8))
        .add(RecordHeaders.IDENTITY, Identity.of(room, ANN.id(), id, 7).toBytes());
    if (condition != null) {
      log.headers().add(RecordHeaders.CONDITION, condition.toBytes());
    }
    return send(log);
  }

  @SuppressWarnings("unchecked")
  private long send(ProducerRecord<byte[], byte[]> log) throws Exception {
    KafkaOperations<byte[], byte[]> kafka = service.bean(KafkaOperations.class);
    long offset = kafka.send(log).get(30, TimeUnit.SECONDS).getRecordMetadata().offset();
    return service.bean(LogEpochs.class).current(Topic.MESSAGES).seq(offset);
  }

  /** The offset of a seq. */
  static long offset(long seq) {
    return Seq.offset(seq);
  }
}
