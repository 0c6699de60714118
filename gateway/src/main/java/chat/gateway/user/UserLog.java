package chat.gateway.user;

import chat.contract.RecordHeaders;
import chat.contract.Topic;
import chat.contract.UserEvent;
import chat.contract.UserEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Appends what happens to accounts to their stream. */
public final class UserLog {

  private final Producer<String, byte[]> producer;

  /** One by a producer that is acknowledged by all in-sync replicas. */
  public UserLog(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Appends an event. May wait, for as long as the producer may, for the topic to be known.
   *
   * @return done once all in-sync replicas have it; a failure leaves it unknown whether it was
   *     written, so it is to be appended again as it is: readers know it by its id
   */
  public CompletableFuture<Void> append(UserEvent event) {
    CompletableFuture<Void> appended = new CompletableFuture<>();
    try {
      var unused =
          producer.send(
              record(event),
              (metadata, error) -> {
                if (error == null) {
                  appended.complete(null);
                } else {
                  appended.completeExceptionally(error);
                }
              });
    } catch (RuntimeException error) {
      appended.completeExceptionally(error);
    }
    return appended;
  }

  private static ProducerRecord<String, byte[]> record(UserEvent event) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.USERS, event.user(), UserEventCodec.encode(event));
    record.headers().add(header(RecordHeaders.ID, event.id()));
    record.headers().add(header(RecordHeaders.TYPE, event.type()));
    return record;
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
