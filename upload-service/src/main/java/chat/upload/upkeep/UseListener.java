package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Message;
import chat.contract.RecordHeaders;
import chat.contract.Topic;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import chat.upload.file.FileUses;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Learns from the logs of messages and of users where files are used and when they are to go. A
 * record may come twice, and older ones again: each step leaves the same behind.
 */
@Component
class UseListener implements BatchMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(UseListener.class);
  private static final String DELETED = "deleted";
  private static final String ERASED = "erased";

  /** As it stands in the bytes of a message that has some; in a text the quotes are escaped. */
  private static final String ATTACHMENTS = "\"attachments\":[";

  private final JsonMapper json;
  private final Releases releases;
  private final FileUses uses;
  private final LogEpochs epochs;
  private @Nullable LogEpoch epoch; // the consumer's thread only

  UseListener(JsonMapper json, Releases releases, FileUses uses, LogEpochs epochs) {
    this.json = json;
    this.releases = releases;
    this.uses = uses;
    this.epochs = epochs;
  }

  /** The topic may be another by the same name. */
  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
    epoch = null;
  }

  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> polled) {
    for (ConsumerRecord<byte[], byte[]> log : polled) {
      if (log.key() != null && log.value() != null) {
        take(log, type(log), new String(log.key(), UTF_8));
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> log, String type, String key) {
    boolean ofRooms = log.topic().equals(Topic.MESSAGES);
    try {
      if (ofRooms && type.equals(Message.TYPE)) {
        takeMessage(key, log);
      } else if (ofRooms && type.equals(DELETED)) {
        releases.messageDeleted(key, json.readTree(log.value()).path("target").asLong());
      } else if (!ofRooms && type.equals(ERASED)) {
        releases.userErased(key);
      }
    } catch (JacksonException e) {
      LOG.debug("{}-{}@{} can't be read", log.topic(), log.partition(), log.offset(), e);
    }
  }

  /** Nearly all messages have no files and are not parsed. */
  private void takeMessage(String room, ConsumerRecord<byte[], byte[]> log) {
    if (!new String(log.value(), UTF_8).contains(ATTACHMENTS)) {
      return;
    }
    JsonNode message = json.readTree(log.value());
    String use = message.at("/user/id").asString() + "/" + message.path("id").asString();
    for (JsonNode attachment : message.path("attachments")) {
      uses.add(attachment.path("id").asString(), room, use, epoch().seq(log.offset()));
    }
  }

  private LogEpoch epoch() {
    LogEpoch known = epoch;
    try {
      LogEpoch current = known == null ? epochs.current(Topic.MESSAGES) : known;
      epoch = current;
      return current;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the log was looked up", e);
    }
  }

  private static String type(ConsumerRecord<byte[], byte[]> log) {
    Header type = log.headers().lastHeader(RecordHeaders.TYPE);
    return type == null || type.value() == null ? "" : new String(type.value(), UTF_8);
  }
}
