package chat.epochs;

import chat.contract.log.Seq;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/**
 * The table {@code log_epochs}: a row for each life of a topic, written once by lightweight
 * transaction, by the first process that sees the topic's id.
 */
public final class LogEpochs {

  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(15);
  private static final String SELECT =
      "SELECT epoch, topic_id, partitions FROM log_epochs WHERE topic = ?";
  private static final String INSERT =
      "INSERT INTO log_epochs (topic, epoch, topic_id, partitions) VALUES (?, ?, ?, ?) IF NOT"
          + " EXISTS";

  private final Admin admin;
  private final CqlSession tables;

  /** Uses a cluster and its tables; the caller closes both. */
  public LogEpochs(Admin admin, CqlSession tables) {
    this.admin = admin;
    this.tables = tables;
  }

  /**
   * The current life of a topic. Blocks.
   *
   * @throws KafkaException if the topic can't be described
   * @throws com.datastax.oss.driver.api.core.DriverException if the table can't be read
   * @throws IllegalStateException if its partition count differs from the recorded one
   */
  public LogEpoch current(String topic) throws InterruptedException {
    TopicDescription description = describe(topic);
    LogEpoch epoch = find(topic, description);
    if (epoch.partitions() != description.partitions().size()) {
      throw new IllegalStateException(
          "topic %s has %d partitions (expected: %d, as it was made; rooms would move between partitions)"
              .formatted(topic, description.partitions().size(), epoch.partitions()));
    }
    return epoch;
  }

  /**
   * The current id of a topic. Blocks. Records read from the topic before this call are of this id,
   * or of one that has ended for ever.
   *
   * @throws KafkaException if the topic can't be described
   */
  public String topicId(String topic) throws InterruptedException {
    return describe(topic).topicId().toString();
  }

  /**
   * Asks for the current id of a topic, without a wait.
   *
   * @return the id; fails with {@link
   *     org.apache.kafka.common.errors.UnknownTopicOrPartitionException} if there is no such topic
   * @throws KafkaException if it can't be asked
   */
  public CompletionStage<String> askTopicId(String topic) {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .thenApply(found -> Objects.requireNonNull(found.get(topic)).topicId().toString());
  }

  private LogEpoch find(String topic, TopicDescription description) {
    String topicId = description.topicId().toString();
    while (true) {
      int last = 0;
      for (Row row : tables.execute(SELECT, topic)) {
        if (topicId.equals(row.getString("topic_id"))) {
          return new LogEpoch(topicId, row.getInt("epoch"), row.getInt("partitions"));
        }
        last = Math.max(last, row.getInt("epoch"));
      }
      if (last == Seq.MAX_EPOCH) {
        throw new IllegalStateException("topic " + topic + ": no epochs left");
      }
      tables.execute(INSERT, topic, last + 1, topicId, description.partitions().size());
    }
  }

  private TopicDescription describe(String topic) throws InterruptedException {
    try {
      Map<String, TopicDescription> descriptions =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(DESCRIBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return Objects.requireNonNull(descriptions.get(topic));
    } catch (ExecutionException e) {
      throw new KafkaException("topic " + topic + " can't be described", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("topic " + topic + " can't be described", e);
    }
  }
}
