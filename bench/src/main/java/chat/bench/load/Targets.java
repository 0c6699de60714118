package chat.bench.load;

import chat.bench.measure.Options;
import chat.bench.peers.NettyPeer;
import chat.bench.peers.SpringPeer;
import chat.infra.devstack.RedisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The systems that can be compared, by name. */
final class Targets {

  private static final String CENTRIFUGO = "centrifugo";
  private static final String NATS = "nats";
  private static final List<String> ALL =
      List.of("chat", "chat-socketio", "netty", "spring", "socketio", CENTRIFUGO, NATS);
  private static final int REDIS = 6379 - 8080;

  private final Options options;
  private final int port;
  private final int gateways;

  /** Reads {@link #options} but does not start a target. */
  Targets(Options options) {
    this.options = options;
    this.port = options.number("port");
    this.gateways = options.number("gateways");
  }

  /** The options of a benchmark that chooses targets, with their defaults. */
  static Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("targets", "chat");
    options.put("gateways", "2");
    options.put("port", "19080");
    options.put(CENTRIFUGO, "");
    options.put(NATS, "");
    return options;
  }

  /** The names of the chosen targets; {@code all} are those whose programs are given. */
  List<String> names() {
    String names = options.text("targets");
    return names.equals("all")
        ? ALL.stream().filter(this::isInstalled).toList()
        : List.of(names.split(",", -1));
  }

  private boolean isInstalled(String name) {
    return !List.of(CENTRIFUGO, NATS).contains(name) || !options.text(name).isEmpty();
  }

  Target start(String name) throws Exception {
    return switch (name) {
      case "chat" -> startChat();
      case "chat-socketio" ->
          ChatTarget.start(name, home(), port, gateways, ChatSocketIoDialect::new);
      case "netty" ->
          new PeerTarget(name, new PlainDialect(), false)
              .with(port, PeerTarget.java(NettyPeer.class.getName(), port));
      case "spring" ->
          new PeerTarget(name, new PlainDialect(), false)
              .with(port, PeerTarget.java(SpringPeer.class.getName(), port));
      case "socketio" -> socketIo();
      case CENTRIFUGO ->
          installed().centrifugo(options.text(name), port + REDIS, redis(port + REDIS));
      case NATS -> installed().nats(options.text(name));
      default -> throw new IllegalArgumentException(name + " (expected: " + ALL + ")");
    };
  }

  /** Starts our own system. */
  ChatTarget startChat() throws Exception {
    return ChatTarget.start("chat", home(), port, gateways, ChatDialect::new);
  }

  private InstalledPeers installed() {
    return new InstalledPeers(gateways, port, home().resolve("bench/target/peers"));
  }

  private Target socketIo() throws IOException {
    int redis = port + REDIS;
    PeerTarget target = new PeerTarget("socketio", new SocketIoDialect(), true);
    target.behind(PeerTarget.REDIS, redis(redis));
    Path peers = home().resolve("bench/peers");
    for (int i = 0; i < gateways; i++) {
      target.with(
          port + i,
          new ProcessBuilder(
                  "node", "socketio.mjs", Integer.toString(port + i), Integer.toString(redis))
              .directory(peers.toFile()));
    }
    return target;
  }

  private static ProcessBuilder redis(int port) throws IOException {
    String classpath =
        Files.readString(home().resolve("infra/dev/backends/redis/target/classpath"));
    Path program = RedisProgram.extract(classpath.strip(), home().resolve("bench/target/redis"));
    return new ProcessBuilder(
        program.toString(), "--port", Integer.toString(port), "--save", "", "--appendonly", "no");
  }

  /** The project's directory, the parent of the working directory. */
  private static Path home() {
    for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path.resolve("mvnw"))) {
        return path;
      }
    }
    throw new IllegalStateException("run this within the project");
  }
}
