package chat.upload;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import java.time.Duration;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TablesConfiguration {

  private static final Duration RECONNECT_FROM = Duration.ofMillis(100);
  private static final Duration RECONNECT_UP_TO = Duration.ofMillis(500);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(15);

  /**
   * The driver's default back-off of up to a minute would make files unavailable long after the
   * store is back.
   */
  @Bean
  DriverConfigLoaderBuilderCustomizer reconnection() {
    return driver ->
        driver
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FROM)
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_UP_TO)
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, SCHEMA_TIMEOUT);
  }
}
