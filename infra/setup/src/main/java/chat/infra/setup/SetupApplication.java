package chat.infra.setup;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cassandra.autoconfigure.CassandraAutoConfiguration;
import org.springframework.boot.cassandra.autoconfigure.CassandraProperties;
import org.springframework.boot.cassandra.autoconfigure.CqlSessionBuilderCustomizer;
import org.springframework.boot.cassandra.autoconfigure.DriverConfigLoaderBuilderCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaAdmin;

/** Creates topics and tables, prints one line and exits: with 0, or with 1 and the reason. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  SslAutoConfiguration.class,
  KafkaAutoConfiguration.class,
  CassandraAutoConfiguration.class
})
@EnableConfigurationProperties(SetupSettings.class)
public class SetupApplication {

  private static final Logger LOG = LoggerFactory.getLogger(SetupApplication.class);

  /** Runs once. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs once and leaves the JVM running. Tests of other modules use it too; therefore its settings
   * are in a file with a name of its own.
   *
   * @return the exit code
   */
  public static int run(String... arguments) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SetupApplication.class)
            .properties("spring.config.name=setup")
            .web(WebApplicationType.NONE)
            .run(arguments)) {
      LOG.info("{}", context.getBean(Setup.class).run());
      return 0;
    } catch (SetupFailure e) {
      LOG.error("setup failed: {}", e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  @Bean
  Setup setup(
      KafkaAdmin admin,
      CassandraProperties cassandra,
      CqlSessionBuilder sessions,
      SetupSettings settings) {
    return new Setup(
        admin.getConfigurationProperties(), sessions, cassandra.getKeyspaceName(), settings);
  }

  /** Connects without a keyspace, because it may not exist yet. */
  @Bean
  CqlSessionBuilderCustomizer withoutKeyspace() {
    return builder -> builder.withKeyspace((CqlIdentifier) null);
  }

  /** Creating tables takes long on a busy machine; nothing here reads the schema back. */
  @Bean
  DriverConfigLoaderBuilderCustomizer patience() {
    return DriverPatience::configure;
  }
}
