package chat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.devstack.Backends;
import chat.infra.setup.SetupApplication;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.time.Duration;
import java.util.UUID;

/** The tables on a real node, and the topics on a real broker, as the setup makes them. */
public final class GatewayTables {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private GatewayTables() {}

  /** A session in a keyspace that all tests share, each with keys of its own; ends with the JVM. */
  public static CqlSession shared() {
    return Shared.SESSION;
  }

  private static final class Shared {
    static final CqlSession SESSION = create(Backends.shared());
  }

  private static CqlSession create(Backends backends) {
    String keyspace = "g" + UUID.randomUUID().toString().substring(0, 8);
    int code =
        SetupApplication.run(
            "--spring.kafka.bootstrap-servers=" + backends.kafka(),
            "--spring.cassandra.contact-points=127.0.0.1:" + backends.cassandra().getPort(),
            "--spring.cassandra.keyspace-name=" + keyspace);
    assertThat(code).isZero();
    return CqlSession.builder()
        .addContactPoint(backends.cassandra())
        .withLocalDatacenter("datacenter1")
        .withKeyspace(keyspace)
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                .build())
        .build();
  }
}
