package chat.infra.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The third-party servers: Kafka, Cassandra, Redis and S3, each small and bound to the loopback
 * address.
 */
final class BackendParts {
  /** The size of Metaspace lets a start end without a full collection; it reserves no memory. */
  private static final List<String> SMALL_JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-XX:MetaspaceSize=128m",
          "-Dfile.encoding=UTF-8");

  private final Home home;
  private final DataDirectory data;
  private final Shape shape;
  private final Secrets secrets;
  private final ClassArchives archives;
  private final boolean throwaway;

  BackendParts(
      Home home,
      DataDirectory data,
      Shape shape,
      Secrets secrets,
      ClassArchives archives,
      boolean throwaway) {
    this.home = home;
    this.data = data;
    this.shape = shape;
    this.secrets = secrets;
    this.archives = archives;
    this.throwaway = throwaway;
  }

  List<Part> all() {
    List<Part> parts = new ArrayList<>();
    for (int broker = 1; broker <= shape.brokers(); broker++) {
      parts.add(kafka(broker));
    }
    parts.add(cassandra());
    for (int server = 1; server <= shape.redisServers(); server++) {
      parts.add(redis(server));
    }
    parts.add(s3());
    return parts;
  }

  private Part kafka(int broker) {
    boolean alone = shape.brokers() == 1;
    String name = alone ? "kafka" : "kafka-" + broker;
    Path settings = data.run().resolve(name + ".properties");
    Map<String, Object> values =
        Map.of(
            "port", shape.kafka(broker),
            "advertisedPort", AdvertisedPorts.of(shape).kafka(broker),
            "controllerPort", shape.kafkaController(broker),
            "directory", data.of(name));
    String text = Template.fill("kafka.properties", values);
    return jvm(
        name,
        List.of("-Xms64m", "-Xmx384m"),
        Compilers.FIRST,
        "chat.infra.kafka.KafkaNode",
        List.of(settings.toString(), data.root().toString()),
        Map.of(settings, alone ? text : text + cluster(broker)),
        shape.kafka(broker),
        List.of(shape.kafkaController(broker)),
        Probe.kafka(shape.kafka(broker)));
  }

  private String cluster(int broker) {
    String voters =
        IntStream.rangeClosed(1, shape.brokers())
            .mapToObj(each -> each + "@127.0.0.1:" + AdvertisedPorts.of(shape).controller(each))
            .collect(Collectors.joining(","));
    return Template.fill("kafka-cluster.properties", Map.of("node", broker, "voters", voters));
  }

  private Part cassandra() {
    Path settings = data.run().resolve("cassandra.yaml");
    Map<String, Object> values =
        Map.of(
            "port", shape.cassandra(),
            "internodePort", shape.cassandraInternode(),
            "secureInternodePort", shape.cassandraSecureInternode(),
            "directory", data.of("cassandra"));
    return jvm(
        "cassandra",
        CassandraFlags.of(settings, data.of("cassandra"), throwaway),
        Compilers.FIRST,
        "org.apache.cassandra.service.CassandraDaemon",
        List.of(),
        Map.of(settings, Template.fill("cassandra.yaml", values)),
        shape.cassandra(),
        List.of(shape.cassandraInternode()),
        Probe.cassandra(shape.cassandra()));
  }

  private Part redis(int server) {
    boolean alone = shape.redisServers() == 1;
    String name = alone ? "redis" : "redis-" + server;
    Path settings = data.run().resolve(name + ".conf");
    Path nodes = data.run().resolve(name + ".nodes");
    String text =
        RedisServers.settings(shape.redis(server), data.of(name))
            + (alone ? "" : redisServers().cluster(server, nodes));
    Path program = RedisProgram.extract(classpath("redis"), home.root().resolve("target/redis"));
    return new Part(
        name,
        Part.Kind.BACKEND,
        List.of(program.toString(), settings.toString()),
        Map.of(),
        alone
            ? Map.of(settings, text)
            : Map.of(settings, text, nodes, redisServers().nodes(server)),
        shape.redis(server),
        alone ? List.of() : List.of(shape.redisBus(server)),
        alone ? Probe.redis(shape.redis(server)) : Probe.redisCluster(shape.redis(server)));
  }

  private RedisServers redisServers() {
    return new RedisServers(
        IntStream.rangeClosed(1, shape.redisServers()).mapToObj(shape::redis).toList(),
        IntStream.rangeClosed(1, shape.redisServers()).mapToObj(shape::redisBus).toList());
  }

  private Part s3() {
    Path settings = data.run().resolve("s3proxy.properties");
    Map<String, Object> values =
        Map.of(
            "port", shape.s3(),
            "directory", data.of("s3"),
            "accessKey", secrets.s3AccessKey(),
            "secretKey", secrets.s3SecretKey());
    return jvm(
        "s3",
        List.of("-Xms16m", "-Xmx96m"),
        Compilers.FIRST,
        "org.gaul.s3proxy.Main",
        List.of("--properties", settings.toString()),
        Map.of(settings, Template.fill("s3proxy.properties", values)),
        shape.s3(),
        List.of(),
        Probe.http(shape.s3()));
  }

  private Part jvm(
      String name,
      List<String> flags,
      Compilers compilers,
      String mainClass,
      List<String> arguments,
      Map<Path, String> files,
      int port,
      List<Integer> innerPorts,
      Probe probe) {
    List<String> allFlags = new ArrayList<>(SMALL_JVM);
    allFlags.addAll(flags);
    allFlags.addAll(compilers.flags());
    JavaCommand java = new JavaCommand(name, allFlags, classpath(name), mainClass, arguments);
    return new Part(
        name,
        Part.Kind.BACKEND,
        java.words(data, archives),
        Map.of(),
        java.withArgumentFile(data, files),
        port,
        innerPorts,
        probe);
  }

  private String classpath(String backend) {
    return home.classpath("infra/dev/backends/" + backend.replaceFirst("-\\d+$", ""));
  }
}
