package chat.writer.erasure;

import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.MessageListener;

/**
 * Records each erasure in a table, so that it runs beside later ones. The owner of a partition runs
 * the erasures recorded for it.
 */
final class ErasureListener
    implements MessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureListener.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final NamedEvents events;
  private final Erasures erasures;
  private final ErasureShards shards;

  ErasureListener(NamedEvents events, Erasures erasures, ErasureShards shards) {
    this.events = events;
    this.erasures = erasures;
    this.shards = shards;
  }

  @Override
  public void onMessage(ConsumerRecord<byte[], byte[]> log) {
    if (read(log) instanceof UserEvent.Erased erased) {
      PendingErasure erasure =
          PendingErasure.of(log.partition(), erased.user(), erased.id(), erased.at());
      await(events.erased(erased.user(), erased.at()));
      await(erasures.keep(erasure));
      shards.begin(erasure);
    }
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
    assigned.forEach(partition -> shards.open(partition.partition()));
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
    revoked.forEach(partition -> shards.close(partition.partition()));
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
    lost.forEach(partition -> shards.close(partition.partition()));
  }

  /**
   * Skips unreadable records: the consumers of profiles make them dead letters, and they name no
   * account to erase.
   */
  private static @Nullable UserEvent read(ConsumerRecord<byte[], byte[]> log) {
    byte @Nullable [] value = log.value();
    try {
      return value == null ? null : UserEventCodec.decode(value);
    } catch (IllegalArgumentException e) {
      LOG.warn("{}-{} offset={} passed over: {}", log.topic(), log.partition(), log.offset(), e);
      return null;
    }
  }

  private static void await(CompletionStage<Void> written) {
    try {
      written.toCompletableFuture().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new NotYet("the tables don't answer", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
