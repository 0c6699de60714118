package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.devstack.Backends;
import chat.infra.setup.SetupApplication;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A test's own keyspace on the shared servers, created by the setup itself. */
public final class TestKeyspace implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Backends backends;
  private final String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final CqlSession session;

  public TestKeyspace(Backends backends) {
    this.backends = backends;
    assertThat(SetupApplication.run(arguments().toArray(String[]::new))).isZero();
    this.session =
        CqlSession.builder()
            .addContactPoint(backends.cassandra())
            .withLocalDatacenter("datacenter1")
            .withKeyspace(name)
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                    .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                    .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                    .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, PATIENCE)
                    .build())
            .build();
  }

  public CqlSession session() {
    return session;
  }

  /** The arguments for a process that uses it. */
  public List<String> arguments(String... more) {
    return Stream.concat(backends.arguments(name).stream(), Stream.of(more)).toList();
  }

  @Override
  public void close() {
    session.execute(
        SimpleStatement.newInstance("DROP KEYSPACE " + name).setTimeout(Duration.ofMinutes(1)));
    session.close();
  }
}
