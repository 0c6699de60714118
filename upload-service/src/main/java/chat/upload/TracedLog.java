package chat.upload;

import chat.tracing.TracedRecords;
import chat.tracing.Tracing;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Passes traces on in the headers of records. */
@Configuration(proxyBeanMethods = false)
class TracedLog {

  @Bean
  DefaultKafkaProducerFactoryCustomizer tracedWrites(Tracing tracing) {
    return factory -> factory.updateConfigs(TracedRecords.writer(tracing));
  }

  @Bean
  DefaultKafkaConsumerFactoryCustomizer tracedReads(Tracing tracing) {
    return factory -> factory.updateConfigs(TracedRecords.reader(tracing));
  }
}
