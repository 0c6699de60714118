package chat.writer.erased;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the list of erased users. */
@Configuration(proxyBeanMethods = false)
class ErasedConfiguration {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  @Bean
  Erased erased(CqlSession session) {
    return new Erased(new CassandraErasedUsers(session)::recent, TIMEOUT);
  }
}
