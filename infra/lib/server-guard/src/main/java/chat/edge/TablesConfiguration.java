package chat.edge;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import java.time.Duration;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the Cassandra driver reconnects. */
@Configuration(proxyBeanMethods = false)
public class TablesConfiguration {

  private static final Duration RECONNECT_FROM = Duration.ofMillis(100);
  private static final Duration RECONNECT_UP_TO = Duration.ofMillis(500);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(15);

  /**
   * Reconnects within half a second; the driver's default back-off grows to a minute, for which
   * users would wait after Cassandra is back. At start the service waits until Cassandra is up.
   */
  @Bean
  DriverConfigLoaderBuilderCustomizer reconnection() {
    return driver ->
        driver
            .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FROM)
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_UP_TO)
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, SCHEMA_TIMEOUT);
  }
}
