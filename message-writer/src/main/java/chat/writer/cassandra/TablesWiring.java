package chat.writer.cassandra;

import chat.writer.room.NamedEvents;
import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import java.time.Duration;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the tables' side together. */
@Configuration(proxyBeanMethods = false)
class TablesWiring {

  @Bean
  RoomTables roomTables(CqlSession session) {
    return new CassandraRoomTables(session);
  }

  @Bean
  NamedEvents namedEvents(CqlSession session) {
    return new CassandraNamedEvents(session);
  }

  /** The schema is read at start, when the machine is busiest. */
  @Bean
  DriverConfigLoaderBuilderCustomizer patience() {
    return driver ->
        driver.withDuration(
            DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, Duration.ofSeconds(15));
  }
}
