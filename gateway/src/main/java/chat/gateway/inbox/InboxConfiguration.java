package chat.gateway.inbox;

import chat.edge.ClockConfiguration;
import chat.edge.guard.Vital;
import chat.gateway.room.Rooms;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InboxConfiguration {

  /** The part of the heap for inboxes: 5,000 sockets with 100 rooms each need 54 MB. */
  private static final int HEAP_SHARE = 6;

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
    InboxMemory memory = new InboxMemory(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    Inboxes inboxes = new Inboxes(source, memory, loop);
    Gauge.builder("chat.gateway.inbox.rooms", inboxes, Inboxes::entries)
        .description("Rooms in the inboxes of users with connections here")
        .register(registry);
    Gauge.builder("chat.gateway.inbox.fill", memory, InboxMemory::fill)
        .description("Used part of the memory for inboxes, which is a sixth of the heap")
        .register(registry);
    FunctionCounter.builder("chat.gateway.inbox.refusals", memory, InboxMemory::refusals)
        .description("Rooms and frames for which inboxes had no memory: inboxes are partial")
        .register(registry);
    return inboxes;
  }
}
