package chat.gateway.account.events;

import chat.contract.log.Topic;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.gateway.kafka.TopicReaders;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import({UserFeed.class, UserLog.class})
class UserConfiguration {

  /** Maximum difference between the clocks of brokers and gateways. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** Begins at the oldest event that matters: the end of a sign-in whose tokens are still valid. */
  @Bean
  TopicReader userReader(
      TopicReaders readers, UserFeed feed, Revocations revocations, InstantSource clock) {
    Duration lookBack = revocations.memory().plus(CLOCK_SKEW);
    return readers.reader(Topic.USERS, StartPosition.since(lookBack, clock), feed);
  }
}
