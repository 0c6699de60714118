package chat.gateway.webhook;

import chat.contract.log.Topic;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Delivers events to webhooks again that they had given up. A webhook then goes on in another
 * consumer group, which begins at the event in its partition, and in all others where the present
 * group stands. So nothing is skipped; what the present group delivers meanwhile comes again. The
 * group is complete before the definition names it: if this ends in between, nothing has changed.
 */
@Component
public final class WebhookReplays {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Time after which nothing is changed any more, as the caller has got no answer in time. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Webhooks webhooks;
  private final Admin admin;

  WebhookReplays(Webhooks webhooks, Admin logAdmin) {
    this.webhooks = webhooks;
    this.admin = logAdmin;
  }

  /**
   * Lets a webhook deliver from an event on, in the event's partition. Blocks.
   *
   * @param service who asks for it
   * @param partition of {@link Topic#EVENTS}
   * @param offset of the event
   * @throws Refusal {@code NOT_FOUND} if there is no such webhook; {@code CONFLICT} if it is paused
   *     or disabled, or others change it; {@code UNAVAILABLE} if it has no position, or the cluster
   *     does not answer
   */
  public void replay(String webhook, String service, int partition, long offset) {
    TopicPartition from = new TopicPartition(Topic.EVENTS, partition);
    long deadline = System.nanoTime() + LONGEST.toNanos();
    var unused =
        webhooks.move(
            webhook,
            service,
            (present, next) -> {
              begin(present, next, from, offset);
              if (System.nanoTime() > deadline) {
                throw unavailable("The log answers too slowly at present");
              }
            });
  }

  private void begin(String present, String next, TopicPartition from, long offset) {
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(present).partitionsToOffsetAndMetadata());
    OffsetAndMetadata reached = committed.get(from);
    if (reached == null) {
      throw unavailable("The webhook has no position yet");
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    committed.forEach(
        (partition, position) -> {
          if (position != null) {
            offsets.put(partition, position);
          }
        });
    // The commit's metadata name the topic's life.
    offsets.put(
        from, new OffsetAndMetadata(Math.min(offset, reached.offset()), reached.metadata()));
    get(admin.alterConsumerGroupOffsets(next, offsets).all());
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("The log does not answer at present");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("The log does not answer at present");
    }
  }

  private static Refusal unavailable(String detail) {
    return Refusal.until(ProblemCode.UNAVAILABLE, detail, Duration.ofSeconds(1));
  }
}
