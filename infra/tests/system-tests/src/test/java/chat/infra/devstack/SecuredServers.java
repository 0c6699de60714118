package chat.infra.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The local stack's servers, secured: each accepts only TLS and known users, and gives them the
 * rights of their role.
 */
final class SecuredServers {

  /** The password of all users: only their names differ. */
  static final String PASSWORD = "a-password-of-trials";

  static final String ADMINISTRATOR = "admin";

  /** A person who evaluates events. */
  static final String ANALYST = "analyst";

  /** Cassandra's built-in user. */
  static final String CASSANDRA = "cassandra";

  private static final List<String> SERVICES =
      List.of("gateway", "message-writer", "presence-tracker", "upload-service");

  private final Certificate certificate;
  private final Shape shape;
  private final Path redisCommands;
  private final Map<String, String> more;

  /**
   * None yet.
   *
   * @param more further variables of all services
   */
  SecuredServers(
      Certificate certificate, Shape shape, Path redisCommands, Map<String, String> more) {
    this.certificate = certificate;
    this.shape = shape;
    this.redisCommands = redisCommands;
    this.more = Map.copyOf(more);
  }

  /** A secured server of the local stack. */
  Part secured(Part part) {
    Map<Path, String> files = new HashMap<>();
    part.files().forEach((path, text) -> files.put(path, text(part.name(), path, text)));
    return new Part(
        part.name(),
        part.kind(),
        part.command(),
        part.environment(),
        files,
        part.port(),
        part.innerPorts(),
        listens(part.port()));
  }

  private String text(String server, Path file, String text) {
    return switch (server + " " + file.getFileName()) {
      case "kafka kafka.properties" -> kafka(text);
      case "cassandra cassandra.yaml" -> text + cassandra();
      case "cassandra cassandra.args" -> "\"-Dcassandra.superuser_setup_delay_ms=0\"\n" + text;
      case "redis redis.conf" -> text.replaceFirst("(?m)^port \\d+$", "port 0") + redis();
      case "s3 s3proxy.properties" ->
          text.replaceFirst("s3proxy.endpoint=http:", "s3proxy.secure-endpoint=https:") + s3();
      default -> text;
    };
  }

  private String kafka(String text) {
    StringBuilder people =
        new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required")
            .append(" username=\"%s\" password=\"%s\"".formatted(ADMINISTRATOR, PASSWORD));
    List<String> names = new ArrayList<>(SERVICES);
    names.addAll(List.of(ANALYST, ADMINISTRATOR));
    names.forEach(name -> people.append(" user_%s=\"%s\"".formatted(name, PASSWORD)));
    return text.replace("PLAINTEXT://127.0.0.1:", "SASL_SSL://127.0.0.1:")
            .replace("map=PLAINTEXT:PLAINTEXT,", "map=SASL_SSL:SASL_SSL,")
            .replace("broker.listener.name=PLAINTEXT", "broker.listener.name=SASL_SSL")
        + """
        sasl.enabled.mechanisms=PLAIN
        sasl.mechanism.inter.broker.protocol=PLAIN
        listener.name.sasl_ssl.plain.sasl.jaas.config=%s;
        ssl.keystore.location=%2$s
        ssl.keystore.password=%3$s
        ssl.key.password=%3$s
        ssl.truststore.location=%2$s
        ssl.truststore.password=%3$s
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:%4$s;User:ANONYMOUS
        """
            .formatted(people, certificate.store(), Certificate.PASSWORD, ADMINISTRATOR);
  }

  private String cassandra() {
    return """

    authenticator: PasswordAuthenticator
    authorizer: CassandraAuthorizer
    role_manager: CassandraRoleManager
    client_encryption_options:
      enabled: true
      optional: false
      keystore: %s
      keystore_password: %s
      require_client_auth: false
      store_type: PKCS12
    """
        .formatted(certificate.store(), Certificate.PASSWORD);
  }

  private String redis() {
    return """

    tls-port %d
    tls-cert-file %s
    tls-key-file %s
    tls-ca-cert-file %2$s
    tls-auth-clients no
    aclfile %s
    """
        .formatted(shape.redis(), certificate.pem(), certificate.keyPem(), redisCommands);
  }

  private String s3() {
    return """

    s3proxy.keystore-path=%s
    s3proxy.keystore-password=%s
    """
        .formatted(certificate.store(), Certificate.PASSWORD);
  }

  private static Probe listens(int port) {
    return () -> {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** A service that gets addresses and users from its environment alone. */
  Part told(Part service) {
    boolean isSetup = service.kind() == Part.Kind.TASK;
    Map<String, String> environment = new HashMap<>(service.environment());
    environment.putAll(more);
    environment.putAll(
        Connections.of(
            certificate,
            shape,
            isSetup ? ADMINISTRATOR : name(service),
            isSetup ? CASSANDRA : name(service)));
    return new Part(
        service.name(),
        service.kind(),
        service.command(),
        environment,
        service.files(),
        service.port(),
        service.managementPort(),
        service.innerPorts(),
        service.probe());
  }

  private static String name(Part service) {
    return service.name().replaceFirst("-\\d+$", "");
  }
}
