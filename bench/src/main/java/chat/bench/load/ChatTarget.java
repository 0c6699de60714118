package chat.bench.load;

import chat.infra.devstack.ServiceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our own system as {@code ./chat up} runs it: a running one, or a new one. */
final class ChatTarget implements Target {

  private static final int USERS = 4;

  /** Name and scopes of the service whose key a back end has. */
  private static final List<String> SERVICE =
      List.of("bench", "users", "tokens", "rooms", "messages", "import");

  private static final long STOP_SECONDS = 60;

  private final String name;
  private final Path home;
  private final String data;
  private final Process up;
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final ServerProcesses servers;
  private final ServiceKey key;
  private final Dialect dialect;

  private ChatTarget(
      String name,
      Path home,
      String data,
      Process up,
      ServiceKey key,
      Function<List<String>, Dialect> dialects)
      throws Exception {
    this.name = name;
    this.home = home;
    this.data = data;
    this.up = up;
    this.key = key;
    List<String> names = new ArrayList<>();
    List<Long> pids = new ArrayList<>();
    for (JsonNode part : status()) {
      names.add(part.path("part").stringValue());
      pids.add(part.path("pid").longValue());
      if (part.path("part").stringValue().startsWith(SOCKET_SERVER)) {
        addresses.add(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), part.path("port").intValue()));
      }
    }
    this.servers = new ServerProcesses(names, pids);
    this.dialect = dialects.apply(tokens(addresses.get(0)));
  }

  /**
   * Starts one with fresh data on separate ports, without rate limits.
   *
   * @param dialects creates the dialect of its clients from their access tokens
   */
  static ChatTarget start(
      String name, Path home, int port, int gateways, Function<List<String>, Dialect> dialects)
      throws Exception {
    String data = home.resolve("bench/target/data").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("chat").toString(),
                "up",
                "--fresh",
                "--data=" + data,
                "--port=" + port,
                "--gateways=" + gateways)
            .redirectErrorStream(true);
    builder.environment().put("CHAT_LIMITS_ENABLED", "false");
    builder.environment().put("CHAT_CLASS_ARCHIVES", "false");
    builder.environment().put("CHAT_ACCOUNT_TOKEN_LIFETIME", "2h");
    ServiceKey key = ServiceKey.of(SERVICE, new SecureRandom(), Map.of());
    for (String setting : key.settings()) {
      int equals = setting.indexOf('=');
      builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    Process up = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(up::destroy, "stack-end"));
    StringBuilder said = new StringBuilder();
    var output = up.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("ready: ")) {
        return new ChatTarget(name, home, data, up, key, dialects);
      }
    }
    throw new IOException("./chat up ended:\n" + said);
  }

  /** An application's back end that calls the gateway with that index. */
  BackEnd backEnd(int gateway) {
    return new BackEnd(addresses.get(gateway), key.text());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public ServerProcesses servers() {
    return servers;
  }

  @Override
  public String broker() {
    return "kafka";
  }

  @Override
  public boolean acknowledges() {
    return true;
  }

  @Override
  public void close() throws IOException {
    up.destroy();
    if (!Stopping.in(STOP_SECONDS, up)) {
      throw new IOException("./chat up did not end in " + STOP_SECONDS + " s");
    }
  }

  private JsonNode status() throws IOException {
    Process status =
        new ProcessBuilder(home.resolve("chat").toString(), "status", "--json", "--data=" + data)
            .start();
    return JsonMapper.shared().readTree(status.getInputStream().readAllBytes());
  }

  private static List<String> tokens(InetSocketAddress gateway) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      String name = "load-" + UUID.randomUUID().toString().substring(0, 8);
      HttpRequest register =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + gateway.getPort() + "/api/auth/register"))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"email\":\"%s@load.example\",\"password\":\"%s\",\"username\":\"%s\"}"
                          .formatted(name, UUID.randomUUID(), name)))
              .build();
      String answer = http.send(register, HttpResponse.BodyHandlers.ofString()).body();
      tokens.add(JsonMapper.shared().readTree(answer).path("accessToken").stringValue());
    }
    return tokens;
  }
}
