package chat.writer.cassandra;

import chat.writer.room.Erasures;
import chat.writer.room.NamedEvents;
import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import java.time.Duration;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the tables' side of the writer. */
@Configuration(proxyBeanMethods = false)
class TablesConfiguration {

  @Bean
  RoomTables roomTables(CqlSession session) {
    return new CassandraRoomTables(session);
  }

  @Bean
  NamedEvents namedEvents(CqlSession session) {
    return new CassandraNamedEvents(session);
  }

  @Bean
  Erasures erasures(CqlSession session) {
    return new CassandraErasures(session);
  }

  /**
   * The driver reads the schema at start, when the machine is busiest. A cluster that is away at
   * the start is retried soon; the driver's default waits of up to a minute suit larger clusters.
   */
  @Bean
  DriverConfigLoaderBuilderCustomizer patience() {
    return driver ->
        driver
            .withBoolean(DefaultDriverOption.RECONNECT_ON_INIT, true)
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(100))
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
            .withDuration(
                DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, Duration.ofSeconds(15));
  }
}
