package chat.gateway.log;

import chat.contract.log.Topic;
import chat.edge.guard.Outage;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that polled records are of the same life of the topic: after a topic was deleted and made
 * again, a consumer continues at its position in the new topic of the same name, once it has new
 * metadata. If the topic's id is the same after these came, the records that follow are of that
 * topic. The cluster is asked when metadata come, so that its answer is there before the records.
 */
final class TopicLife {

  private static final Logger LOG = LoggerFactory.getLogger(TopicLife.class);

  /** Time after which it is asked once more, as the question may be at a broker that hangs. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final LogEpochs epochs;
  private final Outage unconfirmed =
      new Outage(
          LOG,
          "records are held back until the topic is known to be the same: {}",
          "the topic is the same, its records are read again");

  /** The topic's id since the last metadata; empty once it was compared. */
  private final AtomicReference<@Nullable CompletableFuture<String>> doubt =
      new AtomicReference<>();

  private volatile @Nullable Throwable failure;

  TopicLife(LogEpochs epochs) {
    this.epochs = epochs;
  }

  /**
   * The consumer has fetched metadata, which may be those of another topic. Any thread may call.
   */
  void doubt() {
    CompletableFuture<String> id = new CompletableFuture<>();
    doubt.set(id);
    ask(id);
  }

  /** Of several questions the first answer counts. */
  private void ask(CompletableFuture<String> id) {
    try {
      var unused =
          epochs.askTopicId(Topic.MESSAGES).whenComplete((found, error) -> heard(id, found, error));
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void heard(
      CompletableFuture<String> id, @Nullable String found, @Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (found != null) {
      id.complete(found);
    } else if (cause instanceof UnknownTopicOrPartitionException) {
      id.completeExceptionally(cause);
    } else {
      failure = cause;
    }
  }

  /**
   * Whether the topic is still the same. Waits for a tenth of a second at most.
   *
   * @return false if the cluster has not answered
   * @throws IllegalStateException if the topic is another one
   */
  boolean isConfirmed(LogEpoch epoch) throws InterruptedException {
    for (CompletableFuture<String> id = doubt.get(); id != null; id = doubt.get()) {
      try {
        if (!id.get(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS).equals(epoch.topicId())) {
          throw gone();
        }
        failure = null;
        doubt.compareAndSet(id, null);
      } catch (TimeoutException e) {
        ask(id);
        Throwable reason = failure;
        if (reason != null) {
          unconfirmed.failed(reason);
        }
        return false;
      } catch (ExecutionException e) {
        throw gone();
      }
    }
    unconfirmed.over();
    return true;
  }

  static IllegalStateException gone() {
    return new IllegalStateException("the topic was deleted, or made again");
  }
}
