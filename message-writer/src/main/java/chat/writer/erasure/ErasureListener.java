package chat.writer.erasure;

import chat.contract.Presence;
import chat.contract.RecordHeaders;
import chat.contract.Topic;
import chat.contract.UserEvent;
import chat.contract.UserEventCodec;
import chat.epochs.LogEpochs;
import chat.writer.room.Erasure;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.MessageListener;

/**
 * Erases, record by record; one that can't be done yet comes again. Everything that stood in the
 * log is done at once; what came in while the account's sockets were being closed is done when that
 * time is over.
 */
final class ErasureListener implements MessageListener<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureListener.class);

  private final Erasure erasure;
  private final KafkaOperations<byte[], byte[]> kafka;
  private final Admin admin;
  private final LogEpochs epochs;
  private final ErasureSettings settings;
  private final InstantSource clock;
  private @Nullable String onceDone;
  private @Nullable Awaited awaited;

  /** Up to where the writers have to come, which stays the same however often it is asked. */
  private record Awaited(String id, boolean settled, RoomLogEnd end) {}

  ErasureListener(
      Erasure erasure,
      KafkaOperations<byte[], byte[]> kafka,
      Admin admin,
      LogEpochs epochs,
      ErasureSettings settings,
      InstantSource clock) {
    this.erasure = erasure;
    this.kafka = kafka;
    this.admin = admin;
    this.epochs = epochs;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void onMessage(ConsumerRecord<byte[], byte[]> log) {
    if (read(log) instanceof UserEvent.Erased erased) {
      take(erased);
    }
  }

  /** What can't be read is set aside by those who show profiles; nothing can be erased by it. */
  private static @Nullable UserEvent read(ConsumerRecord<byte[], byte[]> log) {
    byte @Nullable [] value = log.value();
    try {
      return value == null ? null : UserEventCodec.decode(value);
    } catch (IllegalArgumentException e) {
      LOG.warn("{}-{} offset={} passed over: {}", log.topic(), log.partition(), log.offset(), e);
      return null;
    }
  }

  private void take(UserEvent.Erased erased) {
    boolean settled = clock.millis() >= erased.at() + settings.settle().toMillis();
    if (settled || !erased.id().equals(onceDone)) {
      erase(erased, settled);
      onceDone = erased.id();
    }
    if (!settled) {
      throw new NotYet("user=" + erased.user() + " is looked for once more, later");
    }
    forgetPresence(erased);
    LOG.info("erased user={} from the rooms", erased.user());
  }

  /** With the log's end of now, which is greater than all that was written by now. */
  private void erase(UserEvent.Erased erased, boolean settled) {
    try {
      if (!awaited(erased.id(), settled).isWritten(admin)) {
        throw new NotYet("the writers are behind");
      }
      erasure
          .erase(erased.user(), erased.at(), RoomLogEnd.now(admin, epochs)::after)
          .toCompletableFuture()
          .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new NotYet("log or tables don't answer", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * The last state of everybody is kept for ever, with the name. By now the sockets are closed, and
   * it has been said that the user is offline.
   */
  private void forgetPresence(UserEvent.Erased erased) {
    ProducerRecord<byte[], byte[]> end =
        new ProducerRecord<>(Topic.PRESENCE, erased.user().getBytes(StandardCharsets.UTF_8), null);
    end.headers()
        .add(RecordHeaders.ID, erased.id().getBytes(StandardCharsets.UTF_8))
        .add(RecordHeaders.TYPE, Presence.TYPE.getBytes(StandardCharsets.UTF_8));
    try {
      kafka.send(end).get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new NotYet("the log doesn't answer", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private RoomLogEnd awaited(String id, boolean settled)
      throws ExecutionException, InterruptedException, TimeoutException {
    Awaited known = awaited;
    if (known == null || !known.id().equals(id) || known.settled() != settled) {
      known = new Awaited(id, settled, RoomLogEnd.now(admin, epochs));
      awaited = known;
    }
    return known.end();
  }
}
