package chat.gateway.user;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UserConfiguration {

  /** By how much the clocks of brokers and gateways may differ. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  @Bean
  UserLog userLog(Producer<String, byte[]> logProducer) {
    return new UserLog(logProducer);
  }

  @Bean
  UserFeed userFeed(
      Supplier<Consumer<byte[], byte[]>> logConsumers,
      List<UserEventSink> sinks,
      Revocations revocations,
      InstantSource clock) {
    Duration lookBack = revocations.memory().plus(CLOCKS_APART);
    return new UserFeed(logConsumers, sinks, clock, lookBack);
  }
}
