package chat.upload;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import chat.infra.devstack.Backends;
import chat.infra.setup.SetupApplication;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ClaimsBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.EcPrivateJwk;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/**
 * An upload service with a bucket of its own and simulated keys of a gateway. All services of a JVM
 * share the tables. Its rounds of upkeep are hours apart; tests run them by hand.
 */
public final class UploadService implements AutoCloseable {

  private static final Backends BACKENDS = Backends.shared();

  private final String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final Map<String, Optional<Set<String>>> readers =
      new ConcurrentHashMap<>(Map.of("general", Optional.empty()));
  private volatile EcPrivateJwk key = newKey();
  private final HttpServer keys = serveKeys();
  private final ConfigurableApplicationContext context;

  /** Starts a service with properties as {@code name=value}; the last of a name wins. */
  public UploadService(String... properties) {
    this(bean -> bean, properties);
  }

  /**
   * Starts one.
   *
   * @param tuned returns the bean to use in place of a bean, for what is a constant elsewhere
   */
  public UploadService(UnaryOperator<Object> tuned, String... properties) {
    List<String> all = new ArrayList<>(Tables.CONNECTIONS);
    all.add("--server.port=0");
    all.add("--server.address=127.0.0.1");
    all.add("--management.server.port=0");
    all.add("--chat.web.first-request=3s");
    all.add("--spring.cassandra.request.timeout=15s");
    all.add("--spring.kafka.producer.properties.max.block.ms=15000");
    all.add("--spring.kafka.consumer.group-id=" + name);
    all.add("--chat.s3.bucket=" + name);
    all.add("--chat.s3.endpoint=" + BACKENDS.s3());
    all.add("--chat.s3.access-key=" + BACKENDS.s3AccessKey());
    all.add("--chat.s3.secret-key=" + BACKENDS.s3SecretKey());
    all.add("--chat.jwks.url=http://127.0.0.1:" + keys.getAddress().getPort() + "/jwks.json");
    for (String property : properties) {
      String start = "--" + property.substring(0, property.indexOf('=') + 1);
      all.removeIf(argument -> argument.startsWith(start)); // two values would be a list
      all.add("--" + property);
    }
    this.context =
        new SpringApplicationBuilder(UploadApplication.class)
            .initializers(started -> started.getBeanFactory().addBeanPostProcessor(tuning(tuned)))
            .run(all.toArray(String[]::new));
    assertReady();
  }

  /** Also leaves out the rounds of upkeep. */
  private static BeanPostProcessor tuning(UnaryOperator<Object> tuned) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return name.equals("rounds") ? (SchedulingConfigurer) tasks -> {} : tuned.apply(bean);
      }
    };
  }

  /** The readiness check creates the bucket. */
  private void assertReady() {
    URI readiness =
        URI.create("http://127.0.0.1:" + managementPort() + "/actuator/health/readiness");
    HttpResponse<String> answer = Caller.send(HttpRequest.newBuilder(readiness));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Created once. */
  private static final class Tables {
    static final List<String> CONNECTIONS = BACKENDS.arguments("chat");

    static {
      assertThat(SetupApplication.run(CONNECTIONS.toArray(String[]::new))).isZero();
    }
  }

  /** One service for all tests without properties of their own; ends with the JVM. */
  public static UploadService shared() {
    return Shared.SERVICE;
  }

  private static final class Shared {
    static final UploadService SERVICE = new UploadService();
  }

  /** A Spring bean of the service. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Sets a room as the gateway knows it, with members; public rooms are readable for all. */
  public void room(String room, String visibility, String... members) {
    readers.put(
        room, visibility.equals("public") ? Optional.empty() : Optional.of(Set.of(members)));
  }

  /** Whether a user may read a room according to the gateway. */
  boolean mayRead(String room, String user) {
    Optional<Set<String>> members = readers.get(room);
    return members != null && members.map(all -> all.contains(user)).orElse(true);
  }

  public int port() {
    return port("local.server.port");
  }

  /** The port of the metrics. */
  public int managementPort() {
    return port("local.management.port");
  }

  private int port(String property) {
    return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty(property)));
  }

  /** The address of a path. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** A valid access token of a user. */
  public String token(String user) {
    return token(key, "at+jwt", claims(user, Instant.now().plusSeconds(600)).build());
  }

  /** A valid token of a gateway. */
  public String gatewayToken() {
    Claims claims =
        Jwts.claims()
            .issuer("chat")
            .audience()
            .add("chat")
            .and()
            .expiration(Date.from(Instant.now().plusSeconds(60)))
            .build();
    return token(key, FileHeaders.GATEWAY_TOKEN, claims);
  }

  /** A token with claims. */
  public String token(String type, Claims claims) {
    return token(key, type, claims);
  }

  /** The claims of a valid token. */
  public static ClaimsBuilder claims(String user, Instant expiration) {
    return Jwts.claims()
        .issuer("chat")
        .audience()
        .add("chat")
        .and()
        .subject(user)
        .add("sid", "s-" + user)
        .add("username", user)
        .expiration(Date.from(expiration));
  }

  /** Makes gateways sign with another key from now on. */
  public void rotateKeys() {
    key = newKey();
  }

  private static String token(EcPrivateJwk key, String type, Claims claims) {
    return Jwts.builder()
        .header()
        .type(type)
        .keyId(key.getId())
        .and()
        .claims(claims)
        .signWith(key.toKey(), Jwts.SIG.ES256)
        .compact();
  }

  private static EcPrivateJwk newKey() {
    return Jwks.builder()
        .ecKeyPair(Jwts.SIG.ES256.keyPair().build())
        .id(UUID.randomUUID().toString())
        .build();
  }

  private HttpServer serveKeys() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/jwks.json",
          exchange -> {
            String set = "{\"keys\":[" + Jwks.json(key.toPublicJwk()) + "]}";
            byte[] body = set.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    keys.stop(0);
  }
}
