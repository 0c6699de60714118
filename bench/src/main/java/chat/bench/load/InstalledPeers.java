package chat.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clusters of servers whose programs are installed on this machine. No client needs a token.
 *
 * @param servers number of servers of a cluster
 * @param port the first server's port for WebSockets
 * @param directory gets their configuration
 */
record InstalledPeers(int servers, int port, Path directory) {

  /** A build from source does not know its version; Centrifugo 5 has other names of options. */
  private static final Pattern CENTRIFUGO_6 =
      Pattern.compile("Centrifugo.*--client\\.insecure", Pattern.DOTALL);

  private static final Pattern NATS_2_9 = Pattern.compile("nats-server: v2\\.(9|\\d\\d)\\.");

  /** The distances from a NATS server's port for WebSockets to its other two. */
  private static final int NATS_CLIENTS = 20;

  private static final int NATS_ROUTES = 40;

  /**
   * Centrifugo passes events through Redis, and keeps the last ones there for clients that resume.
   */
  private static final String CENTRIFUGO =
      """
      {
        "http_server": {"address": "127.0.0.1", "port": "%d"},
        "client": {"allow_anonymous_connect_without_token": true},
        "channel": {"without_namespace": {
          "allow_subscribe_for_client": true, "allow_subscribe_for_anonymous": true,
          "allow_publish_for_client": true, "allow_publish_for_anonymous": true,
          "history_size": 1000, "history_ttl": "300s", "force_recovery": true}},
        "engine": {"type": "redis", "redis": {"address": "redis://127.0.0.1:%d"}}
      }
      """;

  private static final String NATS =
      """
      server_name: bench-%d
      listen: "127.0.0.1:%d"
      websocket { listen: "127.0.0.1:%d", no_tls: true }
      cluster { name: bench, listen: "127.0.0.1:%d", routes: [%s] }
      """;

  /**
   * Starts Centrifugo 6.
   *
   * @param redis starts on that port, and stops with the cluster
   */
  Target centrifugo(String path, int redisPort, ProcessBuilder redis) throws IOException {
    PeerProgram program = new PeerProgram("centrifugo", path);
    program.require("--help", CENTRIFUGO_6, "Centrifugo 6");
    PeerTarget target = new PeerTarget("centrifugo", new CentrifugoDialect(), false);
    target.behind(PeerTarget.REDIS, redis);
    for (int i = 0; i < servers; i++) {
      Path config = write("centrifugo-" + i + ".json", CENTRIFUGO.formatted(port + i, redisPort));
      target.with(port + i, program.command("--config", config.toString()));
    }
    return target;
  }

  /** Starts NATS 2. */
  Target nats(String path) throws IOException {
    PeerProgram program = new PeerProgram("nats", path);
    program.require("--version", NATS_2_9, "NATS 2.9 or a later 2");
    PeerTarget target = new PeerTarget("nats", new NatsDialect(), false);
    String routes =
        IntStream.range(port, port + servers)
            .mapToObj(one -> "\"nats-route://127.0.0.1:" + (one + NATS_ROUTES) + "\"")
            .collect(Collectors.joining(", "));
    for (int one = port; one < port + servers; one++) {
      String text = NATS.formatted(one, one + NATS_CLIENTS, one, one + NATS_ROUTES, routes);
      target.with(one, program.command("-c", write("nats-" + one + ".conf", text).toString()));
    }
    return target;
  }

  private Path write(String name, String text) throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve(name), text);
  }
}
