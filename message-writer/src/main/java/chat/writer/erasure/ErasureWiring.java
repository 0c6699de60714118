package chat.writer.erasure;

import chat.contract.ConsumerGroups;
import chat.contract.Topic;
import chat.epochs.LogEpochs;
import chat.writer.room.Erasure;
import chat.writer.room.NamedEvents;
import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Puts erasing together. */
@Configuration(proxyBeanMethods = false)
class ErasureWiring {

  @Bean
  KafkaMessageListenerContainer<byte[], byte[]> eraser(
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaOperations<byte[], byte[]> kafka,
      Admin admin,
      CqlSession session,
      RoomTables tables,
      NamedEvents named,
      ErasureSettings settings) {
    ContainerProperties container = new ContainerProperties(Topic.USERS);
    container.setGroupId(ConsumerGroups.ERASER);
    container.setAckMode(ContainerProperties.AckMode.RECORD);
    container.setMessageListener(
        new ErasureListener(
            new Erasure(tables, named),
            kafka,
            admin,
            new LogEpochs(admin, session),
            settings,
            InstantSource.system()));
    KafkaMessageListenerContainer<byte[], byte[]> eraser =
        new KafkaMessageListenerContainer<>(consumers, container);
    eraser.setCommonErrorHandler(again(settings));
    return eraser;
  }

  /** Without end: an erasure is never given up. */
  private static DefaultErrorHandler again(ErasureSettings settings) {
    DefaultErrorHandler again =
        new DefaultErrorHandler(
            new FixedBackOff(settings.retry().toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS));
    again.setLogLevel(KafkaException.Level.DEBUG);
    return again;
  }
}
