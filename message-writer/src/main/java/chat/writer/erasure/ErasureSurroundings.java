package chat.writer.erasure;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.epochs.LogEpochs;
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
 * The access of one erasure to the log. Calls run on a separate thread and may take longer than a
 * step, because a step does not wait for them. Used by one step at a time.
 */
final class ErasureSurroundings implements Erasing.Surroundings {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureSurroundings.class);

  private final Admin admin;
  private final LogEpochs epochs;
  private final KafkaOperations<byte[], byte[]> kafka;
  private final Executor asking;
  private final Consumer<Erasing> ended;

  /** The log end that the writers must reach; stays the same for all calls until they reach it. */
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
   * The topic keeps the last state of a user for ever, with the name, so this writes a tombstone.
   * By now the sockets are closed and the user is published as offline. Sending may block, so it
   * runs off the caller's thread.
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

  /** The current end of the log is greater than the seq of everything written so far. Blocks. */
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
