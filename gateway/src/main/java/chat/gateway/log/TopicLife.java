package chat.gateway.log;

import chat.contract.log.Topic;
import chat.edge.guard.Outage;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that polled records are of the same life of the topic: after a topic was deleted and made
 * again, a consumer continues at its position in the new topic of the same name. If the topic's id
 * is the same after a poll, the polled records are of that topic.
 */
final class TopicLife {

  private static final Logger LOG = LoggerFactory.getLogger(TopicLife.class);

  private final LogEpochs epochs;
  private final Outage unconfirmed =
      new Outage(
          LOG,
          "records are held back until the topic is known to be the same: {}",
          "the topic is the same, its records are read again");
  private volatile boolean doubted;

  TopicLife(LogEpochs epochs) {
    this.epochs = epochs;
  }

  /**
   * The consumer has fetched metadata, which may be those of another topic. Any thread may call.
   */
  void doubt() {
    doubted = true;
  }

  /**
   * Whether the topic is still the same.
   *
   * @return false if the cluster does not answer
   * @throws IllegalStateException if the topic is another one
   */
  boolean isConfirmed(LogEpoch epoch) throws InterruptedException {
    while (doubted) {
      doubted = false;
      try {
        if (!epochs.topicId(Topic.MESSAGES).equals(epoch.topicId())) {
          throw gone();
        }
      } catch (KafkaException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          throw gone();
        }
        doubted = true;
        unconfirmed.failed(e);
        return false;
      }
    }
    unconfirmed.over();
    return true;
  }

  static IllegalStateException gone() {
    return new IllegalStateException("the topic was deleted, or made again");
  }
}
