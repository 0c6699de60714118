package chat.upload.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.file.FileEvent;
import chat.contract.file.FileEventCodec;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.tracing.Stretch;
import chat.tracing.Tracing;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;

/** Publishes file events to {@code chat.files}. Thread-safe. */
@Component
public class FileEvents {

  private static final Logger LOG = LoggerFactory.getLogger(FileEvents.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final KafkaOperations<byte[], byte[]> kafka;
  private final Tracing tracing;

  FileEvents(KafkaOperations<byte[], byte[]> kafka, Tracing tracing) {
    this.kafka = kafka;
    this.tracing = tracing;
  }

  /**
   * Publishes an event.
   *
   * @return whether all in-sync replicas have it; if not, it may be appended later or not at all,
   *     and has to be published again: readers drop duplicates by the event's id
   */
  public boolean tell(FileEvent event) {
    ProducerRecord<byte[], byte[]> told =
        new ProducerRecord<>(
            Topic.FILES, event.file().getBytes(UTF_8), FileEventCodec.encode(event));
    RecordHeaders.write(told.headers()::add, event.id(), event.type());
    Stretch send = tracing.write("send " + Topic.FILES);
    try {
      send.within(() -> kafka.send(told)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.debug("event {} will be published later", event.id(), e);
      send.fail("published later");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      send.end();
    }
  }
}
