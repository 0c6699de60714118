package chat.writer.erasure;

import chat.contract.Presence;
import chat.contract.RecordHeaders;
import chat.contract.Topic;
import chat.epochs.LogEpochs;
import chat.writer.room.Erasing;
import chat.writer.room.PendingErasure;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * The log beside one erasure. It is asked on a thread of its own, and an answer is waited for
 * beside the steps: so it may take longer than a step. Used by one step after the other.
 */
final class ErasureSurroundings implements Erasing.Surroundings {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureSurroundings.class);

  private final Admin admin;
  private final LogEpochs epochs;
  private final KafkaOperations<byte[], byte[]> kafka;
  private final Executor asking;
  private final Consumer<Erasing> ended;

  /** Up to where the writers have to come, which stays the same however often it is asked. */
  private volatile @Nullable RoomLogEnd awaited;

  private @Nullable CompletableFuture<@Nullable ToLongFunction<String>> question;
  private @Nullable CompletableFuture<Void> telling;

  ErasureSurroundings(
      Admin admin,
      LogEpochs epochs,
      KafkaOperations<byte[], byte[]> kafka,
      Executor asking,
      Consumer<Erasing> ended) {
    this.admin = admin;
    this.epochs = epochs;
    this.kafka = kafka;
    this.asking = asking;
    this.ended = ended;
  }

  @Override
  public synchronized CompletionStage<@Nullable ToLongFunction<String>> written() {
    CompletableFuture<@Nullable ToLongFunction<String>> asked = question;
    if (asked == null) {
      question = CompletableFuture.supplyAsync(this::ask, asking);
      return CompletableFuture.completedFuture(null);
    }
    if (!asked.isDone()) {
      return CompletableFuture.completedFuture(null);
    }
    question = null;
    return asked;
  }

  @Override
  public void again() {
    awaited = null;
  }

  /**
   * The last state of a user is kept for ever, with the name. By now the sockets are closed, and it
   * has been said that the user is offline. To send may block, so it is not for the caller's
   * thread.
   */
  @Override
  public synchronized CompletionStage<Void> tell(PendingErasure erasure) {
    CompletableFuture<Void> told = telling;
    if (told == null || told.isCompletedExceptionally()) {
      told =
          CompletableFuture.completedFuture(erasure)
              .thenComposeAsync(one -> kafka.send(forgetting(one)), asking)
              .thenAccept(sent -> {});
      telling = told;
    }
    return told;
  }

  @Override
  public void done(Erasing erasing) {
    LOG.info("erased user={} from the rooms", erasing.user());
    ended.accept(erasing);
  }

  /** The log's end of now is greater than all that was written by now. Blocks. */
  private @Nullable ToLongFunction<String> ask() {
    try {
      RoomLogEnd end = awaited;
      if (end == null) {
        end = RoomLogEnd.now(admin, epochs);
        awaited = end;
      }
      return end.isWritten(admin) ? RoomLogEnd.now(admin, epochs)::after : null;
    } catch (ExecutionException | TimeoutException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> forgetting(PendingErasure erasure) {
    byte[] key = erasure.user().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> end = new ProducerRecord<>(Topic.PRESENCE, key, null);
    end.headers()
        .add(RecordHeaders.ID, erasure.id().getBytes(StandardCharsets.UTF_8))
        .add(RecordHeaders.TYPE, Presence.TYPE.getBytes(StandardCharsets.UTF_8));
    return end;
  }
}
