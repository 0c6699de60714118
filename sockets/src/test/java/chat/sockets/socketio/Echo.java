package chat.sockets.socketio;

import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.Rate;
import chat.sockets.budget.SocketCounts;
import chat.sockets.budget.TokenBucket;
import chat.sockets.engineio.Engine;
import chat.sockets.engineio.EngineListener;
import chat.sockets.engineio.EngineServlet;
import chat.sockets.engineio.EngineSession;
import chat.sockets.engineio.EngineSettings;
import chat.sockets.engineio.OutgoingPacket;
import chat.sockets.engineio.SessionIds;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Says back what it hears, over nothing but the protocols, so that they can be tried from outside:
 * bare Engine.IO at {@code /engine.io/}; at {@code /socket.io/} the namespaces {@code /} and {@code
 * /custom}. Runs by {@code ./mvnw -q -pl sockets test-compile exec:java@socketio-echo -Dport=3000}.
 */
public final class Echo implements AutoCloseable {

  private static final int MAX_CONNECTS = 5;
  private static final int MOST_SOCKETS = 100_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** How much that means nothing a client may send. */
  static final Rate CONTROL_FRAMES = new Rate(200, Duration.ofSeconds(10));

  /** What conformance suites expect. */
  private static final Conduct CONFORMING =
      new Conduct(
          bounds(Duration.ofMillis(300), Duration.ofMillis(200), CLOSE_TIMEOUT),
          new SocketIoSettings(Duration.ofSeconds(1), 1_000_000, 64, MAX_CONNECTS),
          64_000_000,
          MOST_SOCKETS);

  /**
   * How it behaves.
   *
   * @param memory what all clients may take together
   * @param perAddress largest number of sockets of one address, for each protocol
   */
  record Conduct(EngineSettings engine, SocketIoSettings sockets, long memory, int perAddress) {

    /** Asks often, and waits for an answer for longer than a busy machine holds anybody up. */
    static Conduct eager() {
      return new Conduct(
          bounds(Duration.ofMillis(300), Duration.ofSeconds(5), CLOSE_TIMEOUT),
          new SocketIoSettings(Duration.ofSeconds(10), 1_000_000, 64, MAX_CONNECTS),
          64_000_000,
          MOST_SOCKETS);
    }

    /**
     * Asks for no sign of life while a test thinks, and accepts those go that connect to nothing.
     */
    static Conduct patient(Duration connectTimeout, long memory) {
      return patient(connectTimeout, CLOSE_TIMEOUT, memory);
    }

    /** Lets a client take this time to go after its socket was closed. */
    static Conduct closing(Duration closeTimeout) {
      return patient(Duration.ofSeconds(30), closeTimeout, 64_000_000);
    }

    private static Conduct patient(Duration connectTimeout, Duration closeTimeout, long memory) {
      return new Conduct(
          bounds(Duration.ofSeconds(25), Duration.ofSeconds(20), closeTimeout),
          new SocketIoSettings(connectTimeout, 1_000_000, 64, MAX_CONNECTS),
          memory,
          MOST_SOCKETS);
    }

    /** Serves so many sockets of one address. */
    static Conduct serving(int perAddress) {
      Conduct conduct = closing(Duration.ofSeconds(30));
      return new Conduct(conduct.engine(), conduct.sockets(), conduct.memory(), perAddress);
    }
  }

  private static EngineSettings bounds(
      Duration pingInterval, Duration pingTimeout, Duration closeTimeout) {
    return new EngineSettings(
        pingInterval,
        pingTimeout,
        Duration.ofSeconds(10),
        closeTimeout,
        Duration.ofSeconds(2),
        1_000_000,
        50_000,
        16_000_000,
        now -> new TokenBucket(CONTROL_FRAMES, now)::tryAcquire,
        10_000);
  }

  private static final InstantSource CLOCK = InstantSource.system();

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Engine bare;
  private final Engine sockets;
  private final List<Echo> nodes;
  private final AtomicLong heard = new AtomicLong();

  /**
   * Listens on a port of all addresses; 0 is any free one.
   *
   * @param nodes all that requests can be handed on to, as they are when a request comes
   */
  Echo(int port, Conduct conduct, List<Echo> nodes) {
    Map<String, Namespace> namespaces =
        Map.of("/", EchoSocket::connectMain, "/custom", EchoSocket::connectCustom);
    ClientMemory memory = new ClientMemory(conduct.memory());
    this.nodes = nodes;
    this.bare = engine(conduct, session -> new BareEcho(session, heard), memory);
    this.sockets =
        engine(
            conduct,
            new SocketIoServer(namespaces, Bounds.JSON, conduct.sockets(), memory.ofKnown(), CLOCK),
            memory);
    ServletContextHandler context = new ServletContextHandler();
    serve(context, bare, "/engine.io/*");
    serve(context, sockets, "/socket.io/*");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(openToAll(context));
    LifeCycle.start(server);
  }

  /** Serves until it is stopped. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Echo echo = new Echo(0, Conduct.patient(Duration.ofSeconds(10), 1_000_000), List.of())) {
      echo.warmUp();
    }
    Echo echo = new Echo(Integer.getInteger("port", 3000), CONFORMING, List.of());
    System.out.println("opened: " + echo.address());
    echo.server.join();
  }

  /** Who does this for the first time would miss deadlines as short as conformance suites want. */
  private void warmUp() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      try (RawSocket socket = new RawSocket(address(), "/socket.io/?EIO=4&transport=websocket")) {
        socket.send("40/custom,{}");
        socket.send("40{}");
        socket.send("42[\"message\",{\"warm\":[1]}]");
        socket.awaitText("42[\"message-back\",{\"warm\":[1]}]");
      }
    }
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    bare.stop();
    sockets.stop();
    LifeCycle.stop(server);
  }

  private Engine engine(
      Conduct conduct, Function<EngineSession, EngineListener> listeners, ClientMemory memory) {
    Engine engine =
        new Engine(
            conduct.engine(),
            new Names(),
            CLOCK,
            () -> true,
            listeners,
            new SocketCounts(MOST_SOCKETS, 10_000, conduct.perAddress()),
            memory);
    engine.start();
    return engine;
  }

  /** Names that say where their sessions are. */
  private final class Names implements SessionIds {

    private final SecureRandom random = new SecureRandom();

    @Override
    public String next() {
      byte[] unique = new byte[15];
      random.nextBytes(unique);
      return Base64.getUrlEncoder().encodeToString(unique) + "-" + connector.getLocalPort();
    }

    @Override
    public @Nullable URI elsewhere(String sid) {
      return nodes.stream()
          .filter(node -> node != Echo.this && node.has(sid))
          .map(Echo::address)
          .findAny()
          .orElse(null);
    }
  }

  /** The number of characters that the sessions of bare Engine.IO were sent. */
  long heard() {
    return heard.get();
  }

  /** Whether a session is here, by its name. */
  boolean has(String sid) {
    return sid.endsWith("-" + connector.getLocalPort());
  }

  private static void serve(ServletContextHandler context, Engine engine, String path) {
    ServletHolder servlet =
        new ServletHolder(new EngineServlet(engine, HttpServletRequest::getRemoteAddr));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, path);
  }

  private static CrossOriginHandler openToAll(ServletContextHandler context) {
    CrossOriginHandler open = new CrossOriginHandler();
    open.setHandler(context);
    open.setAllowedOriginPatterns(Set.of(".*"));
    return open;
  }

  private record BareEcho(EngineSession session, AtomicLong heard) implements EngineListener {

    @Override
    public void message(String text) {
      heard.addAndGet(text.length());
      session.send(OutgoingPacket.text("4" + text));
    }

    @Override
    public void data(byte[] data) {
      session.send(OutgoingPacket.data(data));
    }

    @Override
    public void closed() {}
  }
}
