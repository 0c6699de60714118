package chat.gateway.account;

import chat.edge.ClockConfiguration;
import chat.edge.bearer.BearerConfiguration;
import chat.edge.guard.GuardConfiguration;
import chat.edge.issuer.IssuerConfiguration;
import chat.edge.problem.ProblemConfiguration;
import chat.gateway.account.events.UserLog;
import chat.gateway.account.issuer.InMemoryIssuerLogouts;
import chat.gateway.account.signin.InMemoryFamilyTable;
import chat.gateway.account.token.TestKeys;
import chat.infra.attacks.RawHttp;
import chat.probe.HiddenController;
import chat.probe.ProbeController;
import chat.probe.ProbeSocket;
import chat.sockets.budget.BudgetConfiguration;
import chat.sockets.fanout.UserConnections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.jetty.server.Server;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cassandra.autoconfigure.CassandraAutoConfiguration;
import org.springframework.boot.cassandra.autoconfigure.health.CassandraHealthContributorAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway with security and accounts only, which are in memory, on ports of its own, with a
 * controller and a socket for tests.
 */
public final class TestGateway implements AutoCloseable {

  /** Prefix of the ids of files that any user owns. */
  static final String OWN_FILE = "own-";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final KeyPair keys;
  private final ConfigurableApplicationContext context;
  private final Map<String, JsonNode> known = new ConcurrentHashMap<>();
  private final List<Server> servers = new CopyOnWriteArrayList<>();
  private final AtomicInteger registered = new AtomicInteger();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** Starts one, with properties as {@code name=value}. */
  public TestGateway(String... properties) {
    try {
      Path directory = Files.createTempDirectory("edge");
      this.keys = TestKeys.newKeys();
      List<String> all = new ArrayList<>();
      List.of(properties).forEach(property -> all.add("--" + property));
      all.add("--server.port=0");
      all.add("--server.address=127.0.0.1");
      all.add("--management.server.port=0");
      all.add("--management.server.address=127.0.0.1");
      all.add("--management.endpoint.health.group.readiness.include=readinessState");
      all.add("--chat.account.password.cost=4");
      all.add("--spring.data.redis.url=redis://127.0.0.1:1");
      all.add("--chat.account.token.key-file=" + TestKeys.writeKey(directory, keys));
      all.add("--chat.account.pepper-file=" + writePepper(directory));
      this.context =
          new SpringApplicationBuilder(Parts.class)
              .listeners(
                  (ApplicationListener<WebServerInitializedEvent>)
                      started -> servers.add(((JettyWebServer) started.getWebServer()).getServer()))
              .run(all.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @EnableAutoConfiguration(
      exclude = {
        CassandraAutoConfiguration.class,
        CassandraHealthContributorAutoConfiguration.class,
        KafkaAutoConfiguration.class
      })
  @ComponentScan(
      basePackages = {
        "chat.gateway.account",
        "chat.gateway.limits",
        "chat.gateway.page",
        "chat.gateway.security",
        "chat.gateway.service"
      },
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern = "chat\\.gateway\\.account\\.(events\\.|(.+\\.)?Cassandra)\\w+"))
  @ConfigurationPropertiesScan(
      basePackages = {
        "chat.gateway.account",
        "chat.gateway.json",
        "chat.gateway.limits",
        "chat.gateway.security",
        "chat.gateway.service"
      })
  @Import({
    BudgetConfiguration.class,
    ClockConfiguration.class,
    GuardConfiguration.class,
    ProblemConfiguration.class,
    BearerConfiguration.class,
    HiddenController.class,
    InMemoryIssuerLogouts.class,
    IssuerConfiguration.class,
    InMemoryFamilyTable.class,
    ProbeController.class,
    ProbeSocket.class
  })
  static final class Parts {

    @Bean
    AccountTables accountTables() {
      return new InMemoryAccountTables();
    }

    @Bean
    NameIndex userNames() {
      return new InMemoryNameIndex();
    }

    /** Every user owns the files with the prefix. */
    @Bean
    OwnFiles ownFiles() {
      return (file, owner) -> file.startsWith(OWN_FILE);
    }

    @Bean
    PendingChanges pendingChanges() {
      return new InMemoryPendingChanges();
    }

    /** There are no rooms. */
    @Bean
    MembershipRemoval membershipRemoval() {
      return (user, progress) -> CompletableFuture.completedFuture(true);
    }

    @Bean
    UserConnections userConnections() {
      return new UserConnections();
    }

    @Bean
    UserLog userLog() {
      return new UserLog(
          new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()));
    }
  }

  /**
   * One for all tests that need no properties of their own, with short time-outs; closed with the
   * JVM.
   */
  public static TestGateway shared() {
    return Shared.GATEWAY;
  }

  private static final class Shared {
    static final TestGateway GATEWAY =
        new TestGateway(
            "chat.web.first-request=3s",
            "chat.web.body-time=3s",
            "chat.limits.login-address=100000/5m");
  }

  /** A part that a test sets up. */
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** The keys that sign access tokens. */
  public KeyPair keys() {
    return keys;
  }

  public int port() {
    return port("local.server.port");
  }

  /** The server of users, and that of operators. */
  public List<Server> servers() {
    return List.copyOf(servers);
  }

  public int managementPort() {
    return port("local.management.port");
  }

  private int port(String property) {
    return Integer.parseInt(context.getEnvironment().getRequiredProperty(property));
  }

  /** A request to a path, to be finished by the caller. */
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String path, String json) {
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Sends a GET, signed in if there is a token. */
  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = to(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Registers a user, and returns the answer. */
  public JsonNode register(String username) {
    HttpResponse<String> answer =
        post(
            "/api/auth/register",
            "{\"email\":\"%1$s@example.test\",\"username\":\"%1$s\",\"password\":\"correct horse\"}"
                .formatted(username));
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.body());
    }
    return json(answer);
  }

  /** The answer of a registration that many tests share. */
  public JsonNode shared(String username) {
    return known.computeIfAbsent(username, this::register);
  }

  /** Registers a user, and returns the access token. */
  public String tokenOf(String username) {
    return register(username + registered.incrementAndGet()).get("accessToken").asString();
  }

  public static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /** The same port for bytes that no client library would send. */
  public RawHttp raw() {
    return new RawHttp(port());
  }

  private static Path writePepper(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("pepper"), Base64.getEncoder().encodeToString(new byte[32]));
  }

  @Override
  public void close() {
    context.close();
  }
}
