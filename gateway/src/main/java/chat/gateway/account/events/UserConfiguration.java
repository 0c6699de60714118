package chat.gateway.account.events;

import chat.contract.log.Topic;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.gateway.kafka.TopicReaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UserConfiguration {

  /** Maximum difference between the clocks of brokers and gateways. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  @Bean
  UserLog userLog(Producer<String, byte[]> logProducer) {
    return new UserLog(logProducer);
  }

  @Bean
  UserFeed userFeed(List<UserEventSink> sinks) {
    return new UserFeed(sinks);
  }

  /** Begins at the oldest event that matters: the end of a sign-in whose tokens are still valid. */
  @Bean
  TopicReader userReader(
      TopicReaders readers, UserFeed feed, Revocations revocations, InstantSource clock) {
    Duration lookBack = revocations.memory().plus(CLOCK_SKEW);
    return readers.reader(Topic.USERS, StartPosition.since(lookBack, clock), feed);
  }
}
