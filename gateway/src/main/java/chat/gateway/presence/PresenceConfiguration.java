package chat.gateway.presence;

import chat.contract.Topic;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.room.PublicRooms;
import chat.gateway.room.RoomAccess;
import chat.gateway.room.RoomLists;
import chat.gateway.topic.TopicReader;
import chat.gateway.topic.TopicReaders;
import chat.tracing.Tracing;
import io.lettuce.core.ClientOptions;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

@Configuration(proxyBeanMethods = false)
class PresenceConfiguration {

  /** The gateway's first lease. */
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
      PresenceSettings settings,
      Tracing tracing) {
    SessionJournal journal = new SessionJournal(identity.id(), lease.name(), clock, settings);
    return new SessionLog(journal, logProducer, settings, tracing);
  }

  @Bean
  Knowledge presenceKnowledge(PresenceSettings settings) {
    return new Knowledge(settings.lease());
  }

  @Bean
  LeaseKeeper leaseKeeper(
      GatewayIdentity identity,
      FirstLease lease,
      StringRedisTemplate redis,
      SessionLog sessions,
      Knowledge knowledge,
      PresenceSettings settings) {
    Leases leases = new Leases(redis, settings.lease());
    return new LeaseKeeper(identity.id(), lease.name(), leases, sessions, knowledge, settings);
  }

  @Bean
  Watches watches(Broadcast broadcast, PresenceSettings settings) {
    return new Watches(broadcast, settings);
  }

  @Bean
  PresenceFeed presenceFeed(
      Watches watches, Knowledge knowledge, PublicRooms publicRooms, InstantSource clock) {
    return new PresenceFeed(watches, knowledge, publicRooms, clock);
  }

  @Bean
  TopicReader presenceReader(TopicReaders readers, PresenceFeed feed) {
    return readers.reader(Topic.PRESENCE, TopicReader.From.START, feed);
  }

  @Bean
  Visibility visibility(RoomAccess access, RoomLists lists) {
    return new Visibility(access::read, lists::knownRoomsOf);
  }

  /** What can't be said to Redis now is said anew later, not queued. */
  @Bean
  LettuceClientOptionsBuilderCustomizer noQueueing() {
    return options ->
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
  }
}
