package chat.writer.room;

import com.datastax.oss.driver.api.core.CqlSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the tables of rooms. */
@Configuration(proxyBeanMethods = false)
class RoomConfiguration {

  @Bean
  RoomTables roomTables(CqlSession session) {
    return new CassandraRoomTables(session);
  }
}
