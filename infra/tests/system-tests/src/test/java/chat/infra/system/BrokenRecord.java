package chat.infra.system;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A record of the room log that no reader can read. */
final class BrokenRecord {

  /** Its value. */
  static final String TEXT = "no event, but a text that operators must not see";

  private BrokenRecord() {}

  /** Appends one to the log of a room. */
  static void append(ChatSystem system, String room) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", system.kafka()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      byte[] value = TEXT.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("chat.messages", room, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
