package chat.gateway.presence;

import chat.contract.log.Topic;
import chat.edge.ClockConfiguration;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.gateway.kafka.TopicReaders;
import chat.gateway.peer.GatewayIdentity;
import chat.gateway.room.Memberships;
import chat.gateway.room.RoomAccess;
import chat.tracing.Tracing;
import io.lettuce.core.ClientOptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

@Configuration(proxyBeanMethods = false)
@Import({Watches.class, PresenceFeed.class})
class PresenceConfiguration {

  /** The name of the gateway's first lease. */
  record FirstLease(String name) {}

  @Bean
  PresenceSettings presenceSettings() {
    return PresenceSettings.DEFAULT;
  }

  @Bean
  FirstLease firstLease(GatewayIdentity identity) {
    return new FirstLease(LeaseKeeper.newLease(identity.id()));
  }

  @Bean
  SessionLog sessionLog(
      GatewayIdentity identity,
      FirstLease lease,
      Producer<String, byte[]> logProducer,
      InstantSource clock,
      @Qualifier(ClockConfiguration.STEADY) InstantSource steadyClock,
      PresenceSettings settings,
      Tracing tracing) {
    SessionJournal journal =
        new SessionJournal(identity.id(), lease.name(), clock, steadyClock, settings);
    return new SessionLog(journal, logProducer, settings, tracing);
  }

  @Bean
  PresenceHealth presenceKnowledge(PresenceSettings settings) {
    return new PresenceHealth(settings.lease());
  }

  @Bean
  LeaseKeeper leaseKeeper(
      GatewayIdentity identity,
      FirstLease lease,
      StringRedisTemplate redis,
      LettuceConnectionFactory connections,
      SessionLog sessions,
      PresenceHealth health,
      PresenceSettings settings) {
    Leases leases =
        new Leases(redis, connections.isClusterAware(), settings.lease(), settings.askPatience());
    return new LeaseKeeper(identity.id(), lease.name(), leases, sessions, health, settings);
  }

  @Bean
  TopicReader presenceReader(TopicReaders readers, PresenceFeed feed, MeterRegistry meters) {
    Gauge.builder("chat.presence.users", feed, PresenceFeed::users)
        .description("Users of all gateways who are online")
        .register(meters);
    Gauge.builder("chat.presence.fill", feed, PresenceFeed::fill)
        .description("Share of the heap for them that they take; at 1 presence is unknown")
        .register(meters);
    return readers.reader(Topic.PRESENCE, StartPosition.start(), feed);
  }

  @Bean
  PresenceAccess visibility(RoomAccess access, Memberships memberships) {
    return new PresenceAccess(access::read, memberships::of);
  }

  /** Disables queueing: commands that can't be sent to Redis now are tried again later. */
  @Bean
  LettuceClientOptionsBuilderCustomizer noQueueing() {
    return options ->
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
  }
}
