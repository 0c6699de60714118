package chat.gateway.intake;

import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogPositions;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import chat.gateway.room.RoomAccess;
import chat.tracing.Tracing;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  CassandraFiles uploadedFiles(CqlSession session) {
    return new CassandraFiles(session);
  }

  @Bean
  References references(History history, CqlSession session, CassandraFiles files) {
    return new References(
        new Targets(history), new Mentions(new CassandraUsernames(session)), files);
  }

  @Bean
  Intake intake(
      RoomFeed feed,
      RoomLog roomLog,
      RoomAccess access,
      History history,
      LogPositions positions,
      CqlSession session,
      References references,
      IntakeSettings settings,
      Limits limits,
      EventIds ids,
      InstantSource clock,
      Deadlines deadlines,
      MeterRegistry registry,
      Tracing tracing) {
    EarlierSends earlierSends =
        new EarlierSends(positions, new CassandraMessageIds(session), settings, deadlines);
    return new Intake(
        feed::logOf,
        roomLog,
        access,
        history,
        earlierSends,
        limits,
        references,
        ids,
        clock,
        new SendMeter(registry, tracing));
  }

  @Bean
  MessageChanges messageChanges(
      RoomLog roomLog,
      RoomAccess access,
      References references,
      Limits limits,
      IntakeSettings settings,
      ReactionSettings reactions,
      EventIds ids,
      InstantSource clock) {
    return new MessageChanges(
        roomLog,
        access,
        references.targets(),
        references.mentions(),
        limits,
        settings.maxEdits(),
        reactions,
        ids,
        clock);
  }
}
