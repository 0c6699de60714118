package chat.infra.devstack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Real Kafka, Cassandra, Redis and S3 for tests, started once for all tests of a JVM. The system
 * property <code>chat.backends</code> limits them to the named ones. Modules that are tested at the
 * same time don't share them, because the names of topics and groups are fixed. Cassandra is the
 * exception: it takes longest to start and tests have keyspaces of their own, so a Maven build
 * starts one for all its modules.
 *
 * @param kafka host and port of the broker
 * @param cassandra contact point of the node; its data center is <code>datacenter1</code>
 * @param redis its URI
 * @param s3 endpoint, to be used with path-style access and the region <code>us-east-1</code>
 */
public record Backends(
    String kafka,
    InetSocketAddress cassandra,
    URI redis,
    URI s3,
    String s3AccessKey,
    String s3SecretKey) {

  /** The property by which a module's build names the backends of its tests; all without it. */
  private static final String NEEDED = "chat.backends";

  private static final String CASSANDRA = "cassandra";
  private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  /**
   * Starts the servers, or finds those that were started before. They end with this process,
   * Cassandra with the build that started this process.
   */
  public static Backends shared() {
    Home home = Home.find();
    List<String> needed =
        new ArrayList<>(List.of(System.getProperty(NEEDED, "kafka,cassandra,redis,s3").split(",")));
    Optional<ProcessHandle> build = build();
    if (build.isEmpty() || !needed.remove(CASSANDRA)) {
      return new SharedBackends(home, ProcessHandle.current(), needed).get();
    }
    Backends tables = new SharedBackends(home, build.get(), List.of(CASSANDRA)).get();
    return new SharedBackends(home, ProcessHandle.current(), needed).get().with(tables.cassandra);
  }

  /** The arguments by which the setup and the services find Kafka and a keyspace in Cassandra. */
  public List<String> arguments(String keyspace) {
    return List.of(
        "--spring.kafka.bootstrap-servers=" + kafka,
        "--spring.cassandra.contact-points=127.0.0.1:" + cassandra.getPort(),
        "--spring.cassandra.keyspace-name=" + keyspace);
  }

  /** The Maven that runs this process, if one does. */
  private static Optional<ProcessHandle> build() {
    return Stream.iterate(
            ProcessHandle.current().parent(),
            Optional::isPresent,
            process -> process.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .filter(process -> process.info().commandLine().orElse("").contains(MAVEN))
        .findFirst();
  }

  private Backends with(InetSocketAddress otherCassandra) {
    return new Backends(kafka, otherCassandra, redis, s3, s3AccessKey, s3SecretKey);
  }

  static Backends of(List<Status> parts, Secrets secrets) {
    Map<String, Integer> ports =
        parts.stream().collect(Collectors.toMap(Status::part, Status::port));
    return new Backends(
        "127.0.0.1:" + ports.getOrDefault("kafka", 0),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getOrDefault("cassandra", 0)),
        URI.create("redis://127.0.0.1:" + ports.getOrDefault("redis", 0)),
        URI.create("http://127.0.0.1:" + ports.getOrDefault("s3", 0)),
        secrets.s3AccessKey(),
        secrets.s3SecretKey());
  }
}
