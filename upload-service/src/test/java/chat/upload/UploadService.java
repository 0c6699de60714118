package chat.upload;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.FileHeaders;
import chat.infra.devstack.Backends;
import chat.infra.setup.SetupApplication;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
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
 * An upload service with a bucket of its own, with a gateway's keys stood in for. All of a JVM
 * share the tables. Its rounds of upkeep are hours apart; tests run them by hand.
 */
public final class UploadService implements AutoCloseable {

  private static final Backends BACKENDS = Backends.shared();

  private final String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final Map<String, Optional<Set<String>>> readers =
      new ConcurrentHashMap<>(Map.of("general", Optional.empty()));
  private volatile ECKey key = newKey();
  private final HttpServer keys = serveKeys();
  private final ConfigurableApplicationContext context;

  /** Starts one, with properties as {@code name=value}; the last of a name wins. */
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
      all.removeIf(argument -> argument.startsWith(start)); // twice would be a list of both
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

  /** Who asks whether it is ready has it make its bucket. */
  private void assertReady() {
    URI readiness =
        URI.create("http://127.0.0.1:" + managementPort() + "/actuator/health/readiness");
    HttpResponse<String> answer = Caller.send(HttpRequest.newBuilder(readiness));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Made once. */
  private static final class Tables {
    static final List<String> CONNECTIONS =
        List.of(
            "--spring.kafka.bootstrap-servers=" + BACKENDS.kafka(),
            "--spring.cassandra.contact-points=127.0.0.1:" + BACKENDS.cassandra().getPort(),
            "--spring.cassandra.keyspace-name=chat");

    static {
      assertThat(SetupApplication.run(CONNECTIONS.toArray(String[]::new))).isZero();
    }
  }

  /** One for all tests that need no properties of their own; ends with the JVM. */
  public static UploadService shared() {
    return Shared.SERVICE;
  }

  private static final class Shared {
    static final UploadService SERVICE = new UploadService();
  }

  /** A part of it. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A room as the gateway knows it, with members; public ones are for all. */
  public void room(String room, String visibility, String... members) {
    readers.put(
        room, visibility.equals("public") ? Optional.empty() : Optional.of(Set.of(members)));
  }

  /** Whether the gateway knows that a user may read a room. */
  boolean mayRead(String room, String user) {
    Optional<Set<String>> members = readers.get(room);
    return members != null && members.map(all -> all.contains(user)).orElse(true);
  }

  public int port() {
    return port("local.server.port");
  }

  /** Where its metrics are. */
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

  /** A good access token of a user. */
  public String token(String user) {
    return token(key, "at+jwt", claims(user, Instant.now().plusSeconds(600)).build());
  }

  /** What a gateway says who it is with. */
  public String gatewayToken() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("chat")
            .audience("chat")
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    return token(key, FileHeaders.GATEWAY_TOKEN, claims);
  }

  /** A token as it is told. */
  public String token(String type, JWTClaimsSet claims) {
    return token(key, type, claims);
  }

  /** What a good token says. */
  public static JWTClaimsSet.Builder claims(String user, Instant expiration) {
    return new JWTClaimsSet.Builder()
        .issuer("chat")
        .audience("chat")
        .subject(user)
        .claim("sid", "s-" + user)
        .claim("username", user)
        .expirationTime(Date.from(expiration));
  }

  /** From now on gateways sign with another key. */
  public void rotateKeys() {
    key = newKey();
  }

  private static String token(ECKey key, String type, JWTClaimsSet claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType(type))
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpServer serveKeys() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/jwks.json",
          exchange -> {
            String set = new JWKSet(key.toPublicJWK()).toString();
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
