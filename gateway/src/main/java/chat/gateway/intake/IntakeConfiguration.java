package chat.gateway.intake;

import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  Intake intake(
      RoomFeed feed,
      RoomLog roomLog,
      History history,
      LogPositions positions,
      CqlSession session,
      IntakeSettings settings,
      Limits limits,
      InstantSource clock,
      Deadlines deadlines) {
    EarlierSends earlierSends =
        new EarlierSends(positions, new CassandraMessageIds(session), settings, deadlines);
    return new Intake(feed::logOf, roomLog, history, earlierSends, limits, clock);
  }
}
