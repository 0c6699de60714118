package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.RoomFeed;
import com.datastax.oss.driver.api.core.CqlSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

  @Bean
  History history(
      RoomFeed feed,
      LogPositions positions,
      LogReader reader,
      CqlSession session,
      ErasedUsers erased,
      HistorySettings settings,
      Deadlines deadlines) {
    Archive archive = new Archive(positions, reader, new CassandraEventTables(session), erased);
    return new History(feed::logOf, positions, archive, settings, deadlines);
  }
}
