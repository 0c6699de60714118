package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import chat.infra.devstack.Backends;
import chat.infra.setup.SetupApplication;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A keyspace on the shared servers, created by the setup itself. All tests of this JVM share it;
 * each has rooms and accounts of its own.
 */
public final class TestKeyspace {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Backends backends = Backends.shared();
  private final String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", backends.kafka()));
  private final CqlSession session;

  private TestKeyspace() {
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

  public static TestKeyspace shared() {
    return Shared.KEYSPACE;
  }

  private static final class Shared {
    static final TestKeyspace KEYSPACE = new TestKeyspace();
  }

  public CqlSession session() {
    return session;
  }

  /** The arguments for a process that uses it. */
  public List<String> arguments(String... more) {
    return Stream.concat(backends.arguments(name).stream(), Stream.of(more)).toList();
  }

  /** The epoch of the log's present topic, which one of the tests creates again. */
  int epoch() {
    try {
      return new LogEpochs(admin, session).current(Topic.MESSAGES).epoch();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The offset that the writers committed in a partition, or -1. */
  long committed(TopicPartition partition) throws Exception {
    OffsetAndMetadata commit =
        admin
            .listConsumerGroupOffsets("message-writer")
            .partitionsToOffsetAndMetadata()
            .get(30, TimeUnit.SECONDS)
            .get(partition);
    return commit == null ? -1 : commit.offset();
  }
}
