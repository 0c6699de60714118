package chat.reader;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** The id and the number of partitions of a topic, as the cluster has it now. */
final class TopicLife implements AutoCloseable {

  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(30);

  private final Admin admin;
  private final String topic;

  /**
   * Asks a cluster.
   *
   * @param kafka settings of a client; those of other clients are left out
   */
  TopicLife(Map<String, ?> kafka, String topic) {
    this.admin =
        Admin.create(
            kafka.entrySet().stream()
                .filter(setting -> AdminClientConfig.configNames().contains(setting.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    this.topic = topic;
  }

  /**
   * The topic now. Records that were read before this call are of this id, or of one that has ended
   * for ever. Blocks.
   *
   * @throws KafkaException if the topic is not there, or the brokers do not answer
   */
  Now now() {
    try {
      TopicDescription described =
          Objects.requireNonNull(
              admin
                  .describeTopics(List.of(topic))
                  .allTopicNames()
                  .get(DESCRIBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                  .get(topic));
      return new Now(described.topicId().toString(), described.partitions().size());
    } catch (ExecutionException e) {
      throw new KafkaException("topic " + topic + " can't be described", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("topic " + topic + " can't be described", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }

  /**
   * The topic at one time.
   *
   * @param id another one after it was deleted and created again
   * @param partitions the number of partitions, which never changes in the life of the topic
   */
  record Now(String id, int partitions) {}
}
