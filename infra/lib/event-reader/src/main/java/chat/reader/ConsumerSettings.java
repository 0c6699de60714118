package chat.reader;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The settings of a reader's consumer: those of the caller, but for what a reader relies on. */
final class ConsumerSettings {

  /** Maximum number of bytes that are fetched of a broker, unless the caller says otherwise. */
  private static final int FETCH_BYTES = 16 * 1024 * 1024;

  private ConsumerSettings() {}

  static Map<String, Object> of(Map<String, ?> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }
}
