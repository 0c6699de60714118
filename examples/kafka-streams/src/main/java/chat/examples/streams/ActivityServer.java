package chat.examples.streams;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Answers with the counts of a room, read from the stores of this process. */
final class ActivityServer implements AutoCloseable {

  private static final String PATH = "/rooms/";
  private static final Duration SPAN = Duration.ofHours(1);

  private final KafkaStreams streams;
  private final HttpServer server;

  ActivityServer(KafkaStreams streams, int port) throws IOException {
    this.streams = streams;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(PATH, this::answer);
    server.start();
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort() + PATH;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String room = exchange.getRequestURI().getPath().substring(PATH.length());
      int status = 200;
      String body;
      try {
        body = lastHour(room, Instant.now());
      } catch (InvalidStateStoreException e) {
        status = 503;
        body = "{\"error\":\"the counts are being restored\"}";
      }
      byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String lastHour(String room, Instant now) {
    SortedMap<Long, Long> messages = counts(ActivityTopology.MESSAGES, room, now);
    SortedMap<Long, Long> users = counts(ActivityTopology.USERS, room, now);
    StringJoiner minutes = new StringJoiner(",", "[", "]");
    messages.forEach(
        (start, count) ->
            minutes.add(
                "{\"minute\":\"%s\",\"messages\":%d,\"users\":%d}"
                    .formatted(Instant.ofEpochMilli(start), count, users.getOrDefault(start, 0L))));
    return minutes.toString();
  }

  private SortedMap<Long, Long> counts(String name, String room, Instant now) {
    ReadOnlyWindowStore<String, Long> store =
        streams.store(
            StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.windowStore()));
    SortedMap<Long, Long> counts = new TreeMap<>();
    try (WindowStoreIterator<Long> windows = store.fetch(room, now.minus(SPAN), now)) {
      windows.forEachRemaining(window -> counts.put(window.key, window.value));
    }
    return counts;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
