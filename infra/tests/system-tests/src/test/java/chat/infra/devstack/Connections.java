package chat.infra.devstack;

import java.util.Map;

/** The servers in a service's environment, as operators write them. */
final class Connections {

  private Connections() {}

  /**
   * The variables of one service.
   *
   * @param name its name at Kafka and Redis
   * @param cassandraName and at Cassandra
   */
  static Map<String, String> of(
      Certificate certificate, Shape shape, String name, String cassandraName) {
    String password =
        cassandraName.equals(SecuredServers.CASSANDRA)
            ? SecuredServers.CASSANDRA
            : SecuredServers.PASSWORD;
    return Map.ofEntries(
        Map.entry(
            "SPRING_SSL_BUNDLE_PEM_SERVERS_TRUSTSTORE_CERTIFICATE", "file:" + certificate.pem()),
        Map.entry("SPRING_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
        Map.entry("SPRING_KAFKA_SSL_TRUST_STORE_LOCATION", "file:" + certificate.store()),
        Map.entry("SPRING_KAFKA_SSL_TRUST_STORE_PASSWORD", Certificate.PASSWORD),
        Map.entry("SPRING_KAFKA_SSL_TRUST_STORE_TYPE", "PKCS12"),
        Map.entry("SPRING_KAFKA_PROPERTIES_SASL_MECHANISM", "PLAIN"),
        Map.entry("SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", login(name)),
        Map.entry("SPRING_CASSANDRA_SSL_ENABLED", "true"),
        Map.entry("SPRING_CASSANDRA_SSL_BUNDLE", "servers"),
        Map.entry("SPRING_CASSANDRA_USERNAME", cassandraName),
        Map.entry("SPRING_CASSANDRA_PASSWORD", password),
        Map.entry(
            "SPRING_DATA_REDIS_URL",
            "rediss://%s:%s@127.0.0.1:%d".formatted(name, SecuredServers.PASSWORD, shape.redis())),
        Map.entry("SPRING_DATA_REDIS_SSL_BUNDLE", "servers"),
        Map.entry("CHAT_S3_ENDPOINT", "https://127.0.0.1:" + shape.s3()),
        Map.entry(
            "JAVA_TOOL_OPTIONS",
            "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                .formatted(certificate.store(), Certificate.PASSWORD)));
  }

  /** The settings of a Kafka client of a user. */
  static Map<String, Object> kafka(Certificate certificate, Shape shape, String name) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + shape.kafka(),
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        login(name),
        "ssl.truststore.location",
        certificate.store().toString(),
        "ssl.truststore.password",
        Certificate.PASSWORD);
  }

  private static String login(String name) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(name, SecuredServers.PASSWORD);
  }
}
