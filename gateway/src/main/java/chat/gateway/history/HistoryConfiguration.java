package chat.gateway.history;

import chat.gateway.log.LogPositions;
import chat.gateway.log.RoomFeed;
import com.datastax.oss.driver.api.core.CqlSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

  @Bean
  History history(
      RoomFeed feed, LogPositions positions, CqlSession session, HistorySettings settings) {
    return new History(feed, positions, new CassandraEventTables(session), settings);
  }
}
