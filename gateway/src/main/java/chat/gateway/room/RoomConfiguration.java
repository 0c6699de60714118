package chat.gateway.room;

import chat.gateway.broadcast.Broadcast;
import chat.gateway.history.History;
import chat.gateway.log.EventIds;
import chat.gateway.log.EventSink;
import chat.gateway.log.LogPositions;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import chat.gateway.signals.Signals;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RoomConfiguration {

  @Bean
  RecentMembers recentMembers() {
    return new RecentMembers();
  }

  @Bean
  RoomMemory roomMemory(RecentMembers recent, RoomSettings settings) {
    return new RoomMemory(recent, settings);
  }

  @Bean
  EventSink roomEvents(RoomMemory memory, Broadcast broadcast) {
    return new RoomEvents(memory, broadcast);
  }

  @Bean
  RoomStates roomStates(CqlSession session) {
    return new CassandraRoomStates(session);
  }

  @Bean
  Rooms rooms(
      RoomFeed feed,
      LogPositions positions,
      History history,
      RoomStates tables,
      RoomMemory memory,
      InstantSource clock) {
    return new Rooms(feed::logOf, positions, history, tables, memory, clock);
  }

  @Bean
  RoomCommands roomCommands(Rooms rooms, RoomLog log) {
    return new RoomCommands(rooms, log);
  }

  @Bean
  RoomAccess roomAccess(
      Rooms rooms,
      RoomCommands commands,
      RoomSettings settings,
      EventIds ids,
      InstantSource clock) {
    return new RoomAccess(rooms, commands, settings, ids, clock);
  }

  @Bean
  Joins joins(History history, RoomAccess access, MeterRegistry registry) {
    return new Joins(history, access, new JoinMeter(registry));
  }

  @Bean
  RoomDecisions roomDecisions(EventIds ids, InstantSource clock) {
    return new RoomDecisions(ids, clock);
  }

  @Bean
  MemberDecisions memberDecisions(EventIds ids, InstantSource clock, RoomSettings settings) {
    return new MemberDecisions(ids, clock, settings.maxMembers());
  }

  @Bean
  Farewell farewell(
      RoomFeed feed,
      History history,
      RoomStates tables,
      RecentMembers recent,
      Rooms rooms,
      RoomCommands commands,
      MemberDecisions decisions) {
    return new Farewell(feed, history, tables, recent, rooms, commands, decisions);
  }

  @Bean
  People people(CqlSession session) {
    return new CassandraPeople(session);
  }

  @Bean
  Reading reading(Rooms rooms, History history, CqlSession session, Signals signals) {
    return new Reading(rooms, history, new CassandraReadMarkers(session), signals);
  }

  @Bean
  RoomLists roomLists(
      Rooms rooms, RoomStates tables, RecentMembers recent, Reading reading, History history) {
    return new RoomLists(rooms, tables, recent, reading, history);
  }
}
