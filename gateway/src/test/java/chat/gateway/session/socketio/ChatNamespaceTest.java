package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.gateway.account.issuer.TestBearerTokens;
import chat.gateway.account.token.Secret;
import chat.gateway.account.token.TestTokens;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.session.FailingSessions;
import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.SocketCounts;
import chat.sockets.engineio.Engine;
import chat.sockets.engineio.EngineServlet;
import chat.sockets.engineio.EngineSettings;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import chat.sockets.socketio.SocketIoServer;
import chat.sockets.socketio.SocketIoSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;
import tools.jackson.databind.json.JsonMapper;

/** Clients whose sessions can't be opened. */
class ChatNamespaceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String CLOSE = "1";

  @TempDir private Path directory;

  private final Secret secret = new Secret("a secret of thirty-two characters".getBytes(UTF_8));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ClientMemory memory = new ClientMemory(16_000_000);
  private final Hub hub =
      new Hub(1, new FanOutSettings(4, LONG), memory, InstantSource.system(), meters);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();
  private Engine engine;
  private TestTokens tokens;

  @BeforeEach
  void start() throws Exception {
    tokens = new TestTokens(directory);
    hub.start();
    engine = engine();
    engine.start();
    ServletHolder servlet =
        new ServletHolder(new EngineServlet(engine, HttpServletRequest::getRemoteAddr));
    servlet.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(servlet, "/socket.io/*");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    engine.stop();
    server.stop();
    hub.stop();
  }

  @Test
  void a_client_whose_session_fails_is_closed_and_leaves_no_connection() throws Exception {
    URI session = open();

    assertThat(connect(session, "").statusCode()).isEqualTo(200);
    assertThat(get(session)).endsWith(CLOSE);
    awaitNoConnections();
  }

  @Test
  void a_client_whose_resume_fails_is_closed_and_leaves_no_connection() throws Exception {
    URI session = open();
    Pass pass = Pass.issue(secret, "u1", "earlier");

    assertThat(connect(session, ",\"pid\":\"" + pass.text() + "\"").statusCode()).isEqualTo(200);
    assertThat(get(session)).isEqualTo(CLOSE);
    awaitNoConnections();
  }

  @Test
  void a_client_whose_position_is_unknown_begins_again_and_is_counted() throws Exception {
    URI session = open();
    Pass pass = Pass.issue(secret, "u1", "earlier");

    String more = ",\"offset\":\"nonsense\",\"pid\":\"" + pass.text() + "\"";
    assertThat(connect(session, more).statusCode()).isEqualTo(200);

    await().atMost(PATIENCE).until(() -> recoveries("no_position") == 1);
    assertThat(recoveries("recovered")).isZero();
  }

  private double recoveries(String outcome) {
    return meters.get("chat.gateway.socketio.recoveries").tag("outcome", outcome).counter().count();
  }

  private void awaitNoConnections() {
    await().atMost(PATIENCE).until(() -> meters.get("chat.sockets.open").gauge().value() == 0);
  }

  private URI open() throws IOException, InterruptedException {
    URI endpoint =
        URI.create(
            "http://127.0.0.1:" + connector.getLocalPort() + "/socket.io/?EIO=4&transport=polling");
    String sid = get(endpoint).replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    return URI.create(endpoint + "&sid=" + sid);
  }

  private HttpResponse<String> connect(URI session, String more)
      throws IOException, InterruptedException {
    String packet = "40{\"token\":\"" + tokens.token() + "\"" + more + "}";
    return client.send(
        HttpRequest.newBuilder(session).POST(BodyPublishers.ofString(packet)).build(),
        BodyHandlers.ofString());
  }

  private String get(URI address) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString())
        .body();
  }

  private Engine engine() {
    return new Engine(
        new EngineSettings(
            LONG, LONG, LONG, LONG, LONG, 1_000_000, 100, 1_000_000, now -> time -> true, 1),
        new SignedSessionIds(secret, new SecureRandom(), URI.create("http://127.0.0.1:1")),
        InstantSource.system(),
        () -> true,
        new SocketIoServer(
            Map.of("/", namespace()),
            JsonMapper.shared(),
            new SocketIoSettings(LONG, 1_000_000, 1, 10),
            memory.ofKnown(),
            InstantSource.system()),
        new SocketCounts(10, 10, 10),
        memory);
  }

  private ChatNamespace namespace() {
    StringRedisTemplate redis = new OneSession();
    RoomKeeper rooms = new RoomKeeper(redis, LONG, room -> 0);
    DeliveredPositions positions = new DeliveredPositions();
    return new ChatNamespace(
        TestBearerTokens.of(tokens.tokens),
        secret,
        hub,
        FailingSessions.create(),
        rooms,
        new PositionKeeper(positions, rooms, redis, hub, LONG),
        new Recovery(LONG, () -> 1, positions),
        new Recoveries(meters),
        () -> true,
        JsonMapper.shared());
  }

  /** Has the rooms of any session. */
  private static final class OneSession extends StringRedisTemplate {

    @Override
    @SuppressWarnings("unchecked") // the proxy's only interface
    public ValueOperations<String, String> opsForValue() {
      return (ValueOperations<String, String>)
          Proxy.newProxyInstance(
              ValueOperations.class.getClassLoader(),
              new Class<?>[] {ValueOperations.class},
              (proxy, method, arguments) -> "general=5");
    }
  }
}
