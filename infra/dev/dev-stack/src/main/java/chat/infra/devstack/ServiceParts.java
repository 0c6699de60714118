package chat.infra.devstack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Our own processes: the setup of topics and tables, and the services, configured with the
 * addresses of the others.
 */
final class ServiceParts {

  /** The size of Metaspace lets a start end without a full collection; it reserves no memory. */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-XX:MetaspaceSize=128m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dfile.encoding=UTF-8");

  /** The threads that hash passwords get the processor time that is left. */
  private static final List<String> HASHING_COMES_LAST =
      List.of("-XX:ThreadPriorityPolicy=1", "-XX:JavaPriority1_To_OSPriority=19");

  /**
   * The setup starts while Cassandra does: the driver tries again until it answers, as the
   * services' drivers do.
   */
  private static final List<String> WAITING_FOR_TABLES =
      List.of(
          "-Ddatastax-java-driver.advanced.reconnect-on-init=true",
          "-Ddatastax-java-driver.advanced.reconnection-policy.base-delay=100 milliseconds",
          "-Ddatastax-java-driver.advanced.reconnection-policy.max-delay=300 milliseconds");

  /**
   * Short, because all gateways of one machine mostly stop together: clients have no other gateway
   * to go to.
   */
  private static final String DRAIN_TIME = "2s";

  /** Where webhooks may go: to receivers that one tries on this machine. */
  private static final String WEBHOOK_NETWORKS = "CHAT_WRITER_WEBHOOKS_ALLOWED_NETWORKS";

  private static final String LOOPBACK = "127.0.0.0/8,::1/128";

  /** Empty in the environment: no redacted twin. */
  private static final String PSEUDONYM_KEY_FILE = "CHAT_WRITER_EVENTS_PSEUDONYM_KEY_FILE";

  private final Home home;
  private final DataDirectory data;
  private final Shape shape;
  private final Secrets secrets;
  private final ClassArchives archives;

  ServiceParts(
      Home home, DataDirectory data, Shape shape, Secrets secrets, ClassArchives archives) {
    this.home = home;
    this.data = data;
    this.shape = shape;
    this.secrets = secrets;
    this.archives = archives;
  }

  List<Part> all() {
    List<Part> parts = new ArrayList<>();
    parts.add(setup());
    for (int number = 1; number <= shape.gateways(); number++) {
      parts.add(gateway(number));
    }
    parts.add(messageWriter());
    parts.add(presenceTracker());
    parts.add(uploadService());
    return parts;
  }

  private Part setup() {
    JavaCommand java =
        java(
                "setup",
                "-Xmx192m",
                Compilers.FIRST,
                "infra/setup",
                "chat.infra.setup.SetupApplication")
            .with(WAITING_FOR_TABLES);
    return new Part(
        "setup",
        Part.Kind.TASK,
        java.words(data, archives),
        backendAddresses(),
        java.withArgumentFile(data, Map.of()),
        0,
        0,
        List.of(),
        Probe.none());
  }

  /** The scopes of the key with which the launcher calls gateways. */
  private static List<String> operatorScopes() {
    return List.of("operate", "users");
  }

  private Part gateway(int number) {
    String name = "gateway-" + number;
    int port = shape.gateway(number);
    JavaCommand java =
        java(name, "-Xmx384m", Compilers.FIRST, "gateway", "chat.gateway.GatewayApplication")
            .with(HASHING_COMES_LAST);
    Map<String, String> environment =
        new HashMap<>(
            ServiceKey.settings(
                "operator", secrets.operatorKey(), operatorScopes(), System.getenv()));
    environment.putAll(
        Map.of(
            "CHAT_GATEWAY_ID",
            name,
            "CHAT_ACCOUNT_PASSWORD_REST_FACTOR",
            Integer.toString(shape.gateways() - 1),
            "CHAT_GATEWAY_DRAIN_TIME",
            System.getenv().getOrDefault("CHAT_GATEWAY_DRAIN_TIME", DRAIN_TIME),
            "CHAT_GATEWAY_SOCKETIO_ADDRESS",
            "http://127.0.0.1:" + port,
            "CHAT_UPLOAD_URL",
            "http://127.0.0.1:" + shape.upload(),
            "CHAT_ACCOUNT_TOKEN_KEY_FILE",
            secrets.tokenKey().toString(),
            "CHAT_ACCOUNT_PEPPER_FILE",
            secrets.pepper().toString()));
    return service(java, environment, port, shape.management(port));
  }

  private Part messageWriter() {
    JavaCommand java =
        java(
            "message-writer",
            "-Xmx192m",
            Compilers.FIRST,
            "message-writer",
            "chat.writer.WriterApplication");
    Map<String, String> environment =
        Map.of(
            WEBHOOK_NETWORKS,
            System.getenv().getOrDefault(WEBHOOK_NETWORKS, LOOPBACK),
            PSEUDONYM_KEY_FILE,
            System.getenv().getOrDefault(PSEUDONYM_KEY_FILE, secrets.pseudonymKey().toString()));
    return service(java, environment, 0, shape.writerManagement());
  }

  private Part presenceTracker() {
    JavaCommand java =
        java(
            "presence-tracker",
            "-Xmx192m",
            Compilers.FIRST,
            "presence-tracker",
            "chat.presence.TrackerApplication");
    return service(java, Map.of(), 0, shape.trackerManagement());
  }

  private Part uploadService() {
    JavaCommand java =
        java(
            "upload-service",
            "-Xmx256m",
            Compilers.BOTH,
            "upload-service",
            "chat.upload.UploadApplication");
    String keys =
        IntStream.rangeClosed(1, shape.gateways())
            .mapToObj(number -> "http://127.0.0.1:" + shape.gateway(number))
            .map(gateway -> gateway + "/.well-known/jwks.json")
            .collect(Collectors.joining(","));
    int port = shape.upload();
    return service(java, Map.of("CHAT_JWKS_URL", keys), port, shape.management(port));
  }

  private JavaCommand java(
      String name, String heap, Compilers compilers, String module, String mainClass) {
    List<String> allFlags = new ArrayList<>(JVM);
    allFlags.add(heap);
    allFlags.addAll(compilers.flags());
    return new JavaCommand(name, allFlags, home.classpath(module), mainClass, List.of());
  }

  private Part service(JavaCommand java, Map<String, String> more, int port, int managementPort) {
    Map<String, String> environment = new HashMap<>(backendAddresses());
    environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
    if (port > 0) {
      environment.put("SERVER_PORT", Integer.toString(port));
    }
    environment.putAll(more);
    return new Part(
        java.part(),
        Part.Kind.SERVICE,
        java.words(data, archives),
        environment,
        java.withArgumentFile(data, Map.of()),
        port,
        managementPort,
        List.of(),
        Probe.readiness(managementPort));
  }

  private String brokers() {
    return IntStream.rangeClosed(1, shape.brokers())
        .mapToObj(broker -> "127.0.0.1:" + AdvertisedPorts.of(shape).kafka(broker))
        .collect(Collectors.joining(","));
  }

  private Map<String, String> backendAddresses() {
    Map<String, String> addresses = new HashMap<>(addresses());
    if (shape.redisServers() > 1) {
      addresses.put(
          "SPRING_DATA_REDIS_CLUSTER_NODES",
          IntStream.rangeClosed(1, shape.redisServers())
              .mapToObj(server -> "127.0.0.1:" + shape.redis(server))
              .collect(Collectors.joining(",")));
    }
    return addresses;
  }

  private Map<String, String> addresses() {
    return Map.of(
        "SPRING_KAFKA_BOOTSTRAP_SERVERS",
        brokers(),
        "SPRING_CASSANDRA_CONTACT_POINTS",
        "127.0.0.1:" + shape.cassandra(),
        "SPRING_CASSANDRA_LOCAL_DATACENTER",
        "datacenter1",
        "SPRING_CASSANDRA_KEYSPACE_NAME",
        "chat",
        "SPRING_DATA_REDIS_URL",
        "redis://127.0.0.1:" + shape.redis(),
        "CHAT_S3_ENDPOINT",
        "http://127.0.0.1:" + shape.s3(),
        "CHAT_S3_REGION",
        "us-east-1",
        "CHAT_S3_BUCKET",
        "chat-files",
        "CHAT_S3_ACCESS_KEY",
        secrets.s3AccessKey(),
        "CHAT_S3_SECRET_KEY",
        secrets.s3SecretKey());
  }
}
