package chat.gateway.inbox;

import chat.edge.ClockConfiguration;
import chat.edge.guard.Vital;
import chat.gateway.room.Rooms;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InboxConfiguration {

  /** The part of the heap for inboxes. */
  private static final int HEAP_SHARE = 8;

  /** Bytes of a room in the inbox of a user, with the room itself and the user's set timer. */
  private static final int ENTRY_BYTES = 400;

  @Bean
  InboxLoop inboxLoop(Hub hub, @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
    return new InboxLoop(clock, hub::flush);
  }

  @Bean
  InboxThread inboxThread(InboxLoop loop) {
    return new InboxThread(loop);
  }

  @Bean
  Vital inboxVital(InboxThread thread) {
    return thread::ended;
  }

  @Bean
  Inboxes inboxes(
      ObjectProvider<RoomLists> lists,
      ObjectProvider<Rooms> rooms,
      InboxLoop loop,
      MeterRegistry registry) {
    InboxSource source = new InboxSource(lists::getObject, rooms::getObject);
    long maxEntries = Runtime.getRuntime().maxMemory() / HEAP_SHARE / ENTRY_BYTES;
    Inboxes inboxes = new Inboxes(source, (int) Math.min(Integer.MAX_VALUE, maxEntries), loop);
    Gauge.builder("chat.gateway.inbox.rooms", inboxes, Inboxes::entries)
        .description("Rooms in the inboxes of users with connections here")
        .register(registry);
    return inboxes;
  }
}
