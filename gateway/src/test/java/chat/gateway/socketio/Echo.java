package chat.gateway.socketio;

import chat.gateway.engineio.Engine;
import chat.gateway.engineio.EngineListener;
import chat.gateway.engineio.EngineServlet;
import chat.gateway.engineio.EngineSession;
import chat.gateway.engineio.EngineSettings;
import chat.gateway.engineio.Outgoing;
import chat.gateway.engineio.Packets;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says back what it hears, over nothing but the protocols, so that they can be tried from outside:
 * bare Engine.IO at {@code /engine.io/}; at {@code /socket.io/} the namespaces {@code /} and {@code
 * /custom}. Runs by {@code ./mvnw -q -pl gateway test-compile exec:java@socketio-echo -Dport=3000}.
 */
public final class Echo implements AutoCloseable {

  private static final EngineSettings ENGINE =
      new EngineSettings(
          Duration.ofMillis(300),
          Duration.ofMillis(200),
          Duration.ofSeconds(10),
          1_000_000,
          16_000_000,
          100_000,
          100_000);
  private static final SocketIoSettings SOCKETS =
      new SocketIoSettings(Duration.ofSeconds(1), 1_000_000, 100);

  /** The lengths of the packets that are sent together. */
  static final List<Integer> RUN = List.of(10, 300, 70_000, 125, 126);

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Engine bare;
  private final Engine sockets;

  /** Listens on a port of all addresses; 0 is any free one. */
  public Echo(int port, EngineSettings engine, SocketIoSettings settings) {
    InstantSource clock = InstantSource.system();
    Map<String, Namespace> namespaces = Map.of("/", Echo::enterMain, "/custom", Echo::enterCustom);
    this.bare = engine(engine, clock, BareEcho::new);
    this.sockets = engine(engine, clock, new SocketIoServer(namespaces, settings, clock));
    ServletContextHandler context = new ServletContextHandler();
    JettyWebSocketServletContainerInitializer.configure(context, null);
    serve(context, bare, "/engine.io/*");
    serve(context, sockets, "/socket.io/*");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(openToAll(context));
    LifeCycle.start(server);
  }

  /** One that only lets those go that connect to nothing, on any free port. */
  public static Echo patient(Duration connectTimeout) {
    EngineSettings engine =
        new EngineSettings(
            Duration.ofSeconds(25),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            1_000_000,
            16_000_000,
            100_000,
            100_000);
    return new Echo(0, engine, new SocketIoSettings(connectTimeout, 1_000_000, 100));
  }

  /** One with what conformance suites expect, on any free port. */
  public static Echo conforming() {
    return new Echo(0, ENGINE, SOCKETS);
  }

  /** Serves until it is stopped. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Echo patient = patient(Duration.ofSeconds(10))) {
      patient.warmUp();
    }
    Echo echo = new Echo(Integer.getInteger("port", 3000), ENGINE, SOCKETS);
    System.out.println("listening: " + echo.address());
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

  /** How many Socket.IO clients there are. */
  public int clients() {
    return sockets.size();
  }

  @Override
  public void close() {
    bare.stop();
    sockets.stop();
    LifeCycle.stop(server);
  }

  private static Engine engine(
      EngineSettings settings,
      InstantSource clock,
      Function<EngineSession, EngineListener> listeners) {
    SecureRandom random = new SecureRandom();
    Engine engine =
        new Engine(
            settings,
            () -> {
              byte[] name = new byte[15];
              random.nextBytes(name);
              return Base64.getUrlEncoder().encodeToString(name);
            },
            clock,
            () -> true,
            listeners);
    engine.start();
    return engine;
  }

  private static void serve(ServletContextHandler context, Engine engine, String path) {
    ServletHolder servlet = new ServletHolder(new EngineServlet(engine));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, path);
  }

  private static CrossOriginHandler openToAll(ServletContextHandler context) {
    CrossOriginHandler open = new CrossOriginHandler();
    open.setHandler(context);
    open.setAllowedOriginPatterns(Set.of(".*"));
    return open;
  }

  private static void enterMain(Entrance entrance) {
    ClientSocket socket = entrance.socket();
    admit(
        entrance,
        socket,
        new Echoing() {
          @Override
          public void event(String name, List<JsonNode> arguments, @Nullable Long id) {
            if (name.equals("message")) {
              socket.emit("message-back", arguments.toArray(JsonNode[]::new));
            } else if (name.equals("message-with-ack") && id != null) {
              socket.acknowledge(id, arguments.toArray(JsonNode[]::new));
            } else if (name.equals("run")) {
              socket.send(run(), error -> {});
            }
          }
        });
  }

  /** Packets as many clients are sent them together: of each length that a frame has a form for. */
  private static Packets run() {
    ByteBuffer frames = ByteBuffer.allocate(100_000);
    for (int length : RUN) {
      frames.put((byte) 0x81);
      if (length < 126) {
        frames.put((byte) length);
      } else if (length < 65_536) {
        frames.put((byte) 126).putShort((short) length);
      } else {
        frames.put((byte) 127).putLong(length);
      }
      frames.put(("4" + "2".repeat(length - 1)).getBytes(StandardCharsets.US_ASCII));
    }
    return new Packets(frames.flip());
  }

  private static void enterCustom(Entrance entrance) {
    ClientSocket socket = entrance.socket();
    admit(entrance, socket, new Echoing() {});
  }

  /** The greeting does not arrive together with the frame before, in which some would miss it. */
  private static void admit(Entrance entrance, ClientSocket socket, SocketListener listener) {
    Outgoing admission = entrance.admit(socket, UUID.randomUUID().toString(), null, listener);
    socket.send(admission);
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
        .execute(() -> socket.emit("auth", entrance.auth()));
  }

  private interface Echoing extends SocketListener {

    @Override
    default void event(String name, List<JsonNode> arguments, @Nullable Long id) {}

    @Override
    default void left() {}
  }

  private record BareEcho(EngineSession session) implements EngineListener {

    @Override
    public void message(String text) {
      session.send(Outgoing.text("4" + text));
    }

    @Override
    public void data(byte[] data) {
      session.send(Outgoing.data(data));
    }

    @Override
    public void closed() {}
  }
}
