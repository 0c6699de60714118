package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.event.Message;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.epochs.Lives;
import chat.epochs.LogEpochs;
import chat.epochs.ReadingStart;
import chat.upload.file.FileUses;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Learns from the logs of messages and of accounts where files are used and when they have to go.
 * All steps are idempotent, because records may be delivered again.
 *
 * <p>Commits itself instead of the container, which would commit the records that only fill a
 * window, and so move the group back.
 */
@Component
class UseListener
    implements BatchConsumerAwareMessageListener<byte[], byte[]>,
        ConsumerAwareRebalanceListener,
        ApplicationListener<ListenerContainerIdleEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(UseListener.class);
  private static final String ERASED = "erased";
  private static final Duration COMMIT = Duration.ofSeconds(10);

  private final JsonMapper json;
  private final Releases releases;
  private final ErasedOwners owners;
  private final FileUses uses;
  private final LogEpochs epochs;
  private final Lives rooms;
  private final Map<TopicPartition, UsePartition> open =
      new HashMap<>(); // confined to the consumer's thread

  UseListener(
      JsonMapper json, Releases releases, ErasedOwners owners, FileUses uses, LogEpochs epochs) {
    this.json = json;
    this.releases = releases;
    this.owners = owners;
    this.uses = uses;
    this.epochs = epochs;
    this.rooms = new Lives(epochs, Topic.MESSAGES);
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
    open.keySet().removeAll(assigned);
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
    open.keySet().removeAll(revoked);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
    open.keySet().removeAll(lost);
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<byte[], byte[]>> polled, @Nullable Consumer<?, ?> container) {
    Consumer<?, ?> consumer = Objects.requireNonNull(container);
    open.keySet().removeAll(ask(() -> rooms.look(consumer)));
    Map<TopicPartition, OffsetAndMetadata> done = new LinkedHashMap<>();
    byPartition(polled)
        .forEach(
            (partition, records) -> {
              OffsetAndMetadata commit =
                  partition.topic().equals(Topic.MESSAGES)
                      ? acceptRooms(partition, records, consumer)
                      : acceptUsers(records);
              if (commit != null) {
                done.put(partition, commit);
              }
            });
    if (!done.isEmpty()) {
      consumer.commitSync(done, COMMIT);
      open.forEach((partition, accepted) -> markCommitted(partition, accepted, done));
    }
  }

  private static void markCommitted(
      TopicPartition partition,
      UsePartition accepted,
      Map<TopicPartition, OffsetAndMetadata> commits) {
    if (commits.containsKey(partition)) {
      accepted.committed();
    }
  }

  /** No records come, on the consumer's thread: perhaps as those of the present life are missed. */
  @Override
  public void onApplicationEvent(ListenerContainerIdleEvent idle) {
    open.keySet().removeAll(ask(() -> rooms.lookWhileIdle(idle.getConsumer())));
  }

  private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
      List<ConsumerRecord<byte[], byte[]>> polled) {
    return polled.stream()
        .collect(
            Collectors.groupingBy(
                log -> new TopicPartition(log.topic(), log.partition()),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /**
   * A consumer continues at its position even if the topic was deleted and created again. So a
   * partition of an earlier life is opened again, and so is one whose offset went backwards.
   * Opening moves the consumer: the polled records come again, after those that fill the window.
   */
  private @Nullable OffsetAndMetadata acceptRooms(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      Consumer<?, ?> consumer) {
    UsePartition known = open.get(partition);
    if (known == null || !known.expects(records.get(0))) {
      ReadingStart start = ask(() -> ReadingStart.seek(epochs, consumer, partition));
      open.put(partition, new UsePartition(partition.partition(), start));
      rooms.opened(partition);
      return null;
    }
    if (records.get(0).offset() >= consumer.position(partition)) {
      return null; // from a poll that failed after the partition was opened: it comes again
    }
    records.forEach(known::accept);
    known.handle(this::handle);
    return known.commit();
  }

  private void handle(UsePartition.Counted counted) {
    String room = Objects.requireNonNull(counted.event().room());
    try {
      JsonNode event = json.readTree(counted.event().value());
      if (counted.event().type().equals(Message.TYPE)) {
        addUses(room, counted.seq(), event);
      } else {
        releases.messageDeleted(room, event.path("target").asLong());
      }
    } catch (JacksonException e) {
      LOG.debug("room={} seq={} can't be read", room, counted.seq(), e);
    }
  }

  private void addUses(String room, long seq, JsonNode message) {
    String use = message.at("/user/id").asString() + "/" + message.path("id").asString();
    for (JsonNode attachment : message.path("attachments")) {
      uses.add(attachment.path("id").asString(), room, use, seq);
    }
  }

  private OffsetAndMetadata acceptUsers(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> log : records) {
      if (log.key() != null && log.value() != null && type(log).equals(ERASED)) {
        owners.erased(new String(log.key(), UTF_8));
      }
    }
    return new OffsetAndMetadata(records.get(records.size() - 1).offset() + 1);
  }

  private static String type(ConsumerRecord<byte[], byte[]> log) {
    return RecordHeaders.text(UsePartition.header(log, RecordHeaders.TYPE));
  }

  private interface Question<T> {
    T ask() throws InterruptedException;
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
