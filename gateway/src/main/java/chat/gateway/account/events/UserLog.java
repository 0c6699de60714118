package chat.gateway.account.events;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends account events to the users' topic. */
public final class UserLog {

  private final Producer<String, byte[]> producer;

  /**
   * A log.
   *
   * @param producer one whose records all in-sync replicas acknowledge
   */
  public UserLog(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Appends an event. Blocks for at most the producer's {@code max.block.ms} until the topic is
   * known.
   *
   * @return done once all in-sync replicas have the event. A failure leaves it unknown whether the
   *     event was written: append it again, with the same id, by which readers drop doubles
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
    RecordHeaders.write(record.headers()::add, event.id(), event.type());
    return record;
  }
}
