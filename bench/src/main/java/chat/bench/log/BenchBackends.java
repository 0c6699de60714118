package chat.bench.log;

import chat.infra.devstack.Backends;
import chat.infra.setup.SetupApplication;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Real servers for one benchmark; all data is removed afterwards.
 *
 * @param keyspace with all tables
 */
record BenchBackends(Backends backends, String keyspace) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As in the writer's settings. */
  private static final int REQUESTS = 128;

  /** As in the setup's settings. */
  private static final int PARTITIONS = 24;

  static BenchBackends start() {
    return start(PARTITIONS);
  }

  static BenchBackends start(int partitions) {
    Backends backends = Backends.shared();
    String keyspace = "b" + UUID.randomUUID().toString().substring(0, 8);
    List<String> arguments = new ArrayList<>(backends.arguments(keyspace));
    arguments.add("--chat.setup.partitions=" + partitions);
    if (SetupApplication.run(arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("setup failed");
    }
    return new BenchBackends(backends, keyspace);
  }

  CqlSession tables() {
    return CqlSession.builder()
        .addContactPoint(backends.cassandra())
        .withLocalDatacenter("datacenter1")
        .withKeyspace(keyspace)
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                .withString(
                    DefaultDriverOption.REQUEST_THROTTLER_CLASS,
                    "ConcurrencyLimitingRequestThrottler")
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, REQUESTS)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, 100_000)
                .build())
        .build();
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", backends.kafka()));
  }

  KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            backends.kafka(),
            "acks",
            "all",
            "linger.ms",
            5,
            "batch.size",
            65536),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** The consumer properties of a gateway. */
  Map<String, Object> consumer() {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            backends.kafka(),
            "max.poll.records",
            5000,
            "max.partition.fetch.bytes",
            4 << 20));
  }

  /** The process of the Cassandra node. */
  static ProcessHandle cassandra() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process -> process.info().commandLine().orElse("").contains("-Dchat.part=cassandra"))
        .findFirst()
        .orElseThrow();
  }
}
