package chat.infra.devstack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Real Kafka, Cassandra, Redis and S3 for tests, started once for all tests of a JVM. The system
 * property <code>chat.backends</code> limits them to the named ones. Modules that are tested at the
 * same time don't share them, because the names of topics and groups are fixed.
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

  /** Starts the servers, or finds those that were started before. They end with this process. */
  public static Backends shared() {
    return new SharedBackends(Home.find(), ProcessHandle.current()).get();
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
