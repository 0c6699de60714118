package chat.gateway.room;

import chat.contract.log.ErasedUsers;
import chat.edge.ClockConfiguration;
import chat.gateway.history.History;
import chat.gateway.log.Deadlines;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogPositions;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import chat.gateway.queue.Requester;
import chat.gateway.signals.Signals;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import({
  RoomEvents.class,
  CassandraRoomStates.class,
  RoomAccess.class,
  RoomDecisions.class,
  ErasedMembers.class,
  CassandraPeople.class
})
class RoomConfiguration {

  @Bean
  DeliveredPositions deliveredPositions() {
    return new DeliveredPositions();
  }

  @Bean
  Memberships memberships(
      RoomStates tables, @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
    return new Memberships(tables::roomsOf, clock);
  }

  @Bean
  RoomActivity roomActivity(CqlSession session) {
    return new RoomActivity(new CassandraRoomActivity(session));
  }

  @Bean
  PublicRooms publicRooms(ObjectProvider<Rooms> rooms) {
    return new PublicRooms(
        room -> rooms.getObject().inTurn(Requester.SYSTEM, () -> rooms.getObject().isPublic(room)));
  }

  @Bean
  RoomMemory roomMemory(Memberships memberships, PublicRooms publicRooms, RoomSettings settings) {
    return new RoomMemory(
        change -> {
          memberships.apply(change);
          publicRooms.apply(change);
        },
        settings);
  }

  @Bean
  Rooms rooms(
      RoomFeed feed,
      LogPositions positions,
      History history,
      RoomStates tables,
      RoomMemory memory,
      InstantSource clock,
      Deadlines deadlines) {
    return new Rooms(feed::logOf, positions, history, tables, memory, clock, deadlines);
  }

  @Bean
  RoomCommands roomCommands(
      Rooms rooms, RoomLog log, Memberships memberships, History history, RoomSettings settings) {
    RoomQuota quota =
        new RoomQuota(memberships, history::behind, rooms::inTurn, settings.maxPerUser());
    return new RoomCommands(rooms, log, quota);
  }

  @Bean
  Joins joins(History history, Rooms rooms, RoomAccess access, MeterRegistry registry) {
    return new Joins(history, rooms, access, new JoinMeter(registry));
  }

  @Bean
  MemberDecisions memberDecisions(EventIds ids, InstantSource clock, RoomSettings settings) {
    return new MemberDecisions(ids, clock, settings.maxMembers());
  }

  @Bean
  ServiceRooms serviceRooms(
      RoomCommands commands, RoomDecisions rooms, MemberDecisions members, People people) {
    return new ServiceRooms(commands, new ServiceDecisions(rooms, members), people);
  }

  @Bean
  Reading reading(
      Rooms rooms, History history, CqlSession session, Signals signals, ErasedUsers erased) {
    return new Reading(rooms, history, new CassandraReadMarkers(session), signals::read, erased);
  }
}
