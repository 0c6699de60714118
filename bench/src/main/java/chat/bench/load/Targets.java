package chat.bench.load;

import chat.bench.peers.NettyPeer;
import chat.bench.peers.SpringPeer;
import chat.infra.devstack.RedisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The systems that can be compared, by name.
 *
 * @param port the first free port
 * @param gateways number of processes with sockets
 */
record Targets(int port, int gateways) {

  private static final List<String> ALL =
      List.of("chat", "chat-socketio", "netty", "spring", "socketio");
  private static final int REDIS = 6379 - 8080;

  /** The names in a list, {@code all} for all there are. */
  static List<String> named(String names) {
    return names.equals("all") ? ALL : List.of(names.split(",", -1));
  }

  Target start(String name) throws Exception {
    return switch (name) {
      case "chat" -> ChatTarget.start(name, home(), port, gateways, ChatDialect::new);
      case "chat-socketio" ->
          ChatTarget.start(name, home(), port, gateways, ChatSocketIoDialect::new);
      case "netty" ->
          new PeerTarget(name, new PlainDialect(), false)
              .with(port, PeerTarget.java(NettyPeer.class.getName(), port));
      case "spring" ->
          new PeerTarget(name, new PlainDialect(), false)
              .with(port, PeerTarget.java(SpringPeer.class.getName(), port));
      case "socketio" -> socketIo();
      default -> throw new IllegalArgumentException(name + " (expected: " + ALL + ")");
    };
  }

  private Target socketIo() throws IOException {
    int redis = port + REDIS;
    PeerTarget target = new PeerTarget("socketio", new SocketIoDialect(), true);
    target.behind("redis", redis(redis));
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
