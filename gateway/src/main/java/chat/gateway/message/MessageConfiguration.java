package chat.gateway.message;

import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogPositions;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import chat.gateway.room.RoomAccess;
import chat.gateway.signals.Signals;
import chat.tracing.Tracing;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MessageConfiguration {

  @Bean
  CassandraFiles uploadedFiles(CqlSession session) {
    return new CassandraFiles(session);
  }

  @Bean
  References references(History history, CqlSession session, CassandraFiles files) {
    return new References(
        new Targets(history), new Mentions(new CassandraNameLookup(session)), files);
  }

  @Bean
  Messages messages(
      RoomFeed feed,
      RoomLog roomLog,
      RoomAccess access,
      History history,
      LogPositions positions,
      CqlSession session,
      References references,
      MessageSettings settings,
      Limits limits,
      EventIds ids,
      InstantSource clock,
      Deadlines deadlines,
      MeterRegistry registry,
      Tracing tracing) {
    EarlierSends earlierSends =
        new EarlierSends(positions, new CassandraMessageIds(session, clock), settings, deadlines);
    return new Messages(
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
  Emissions emissions(RoomAccess access, Signals signals, Limits limits) {
    return new Emissions(access, signals, limits);
  }

  @Bean
  ServiceChanges serviceChanges(
      MessageChanges changes,
      RoomAccess access,
      References references,
      EventIds ids,
      InstantSource clock) {
    return new ServiceChanges(changes, access, references.mentions(), ids, clock);
  }

  @Bean
  MessageChanges messageChanges(
      RoomLog roomLog,
      RoomAccess access,
      References references,
      Limits limits,
      MessageSettings settings,
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
