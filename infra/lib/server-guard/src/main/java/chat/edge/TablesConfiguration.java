package chat.edge;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.internal.core.specex.ConstantSpeculativeExecutionPolicy;
import java.time.Duration;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the Cassandra driver finds nodes that do not answer, and reconnects. */
@Configuration(proxyBeanMethods = false)
public class TablesConfiguration {

  /**
   * Longer than a healthy node's answer takes, so that a busy cluster is not asked twice; a page of
   * history waits so long for a node that stands still.
   */
  private static final Duration ASK_ANOTHER = Duration.ofSeconds(1);

  /**
   * A node that stands still keeps its connections: it is found by asking, of which an answer may
   * take the driver's five seconds. Until then what may not be asked twice waits for it.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);

  private static final Duration RECONNECT_FROM = Duration.ofMillis(100);
  private static final Duration RECONNECT_UP_TO = Duration.ofMillis(500);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(15);

  /**
   * Asks another node when one does not answer, if there are several. Reconnects within half a
   * second; the driver's default back-off grows to a minute, for which users would wait after
   * Cassandra is back. At start the service waits until Cassandra is up.
   */
  @Bean
  DriverConfigLoaderBuilderCustomizer reconnection() {
    return driver ->
        driver
            .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
            .withClass(
                DefaultDriverOption.SPECULATIVE_EXECUTION_POLICY_CLASS,
                ConstantSpeculativeExecutionPolicy.class)
            .withInt(DefaultDriverOption.SPECULATIVE_EXECUTION_MAX, 2)
            .withDuration(DefaultDriverOption.SPECULATIVE_EXECUTION_DELAY, ASK_ANOTHER)
            .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT)
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FROM)
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_UP_TO)
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, SCHEMA_TIMEOUT);
  }
}
