package chat.infra.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Socket.IO client that polls, and whose requests meet the gateways in turn, as behind a balancer
 * that knows of no sessions.
 */
final class PollingClient {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String SEPARATOR = "\u001e";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final List<URI> gateways;
  private final String session;
  private final Deque<String> packets = new ArrayDeque<>();
  private final Deque<JsonNode> events = new ArrayDeque<>();
  private final Deque<JsonNode> others = new ArrayDeque<>();
  private int requests;
  private int asked;
  private @Nullable String offset;

  private PollingClient(List<URI> gateways) {
    this.gateways = gateways;
    this.session = "&sid=" + JSON.readTree(get("").substring(1)).path("sid").stringValue();
  }

  /** Opens a session and connects, with a token and whatever else is to go with it. */
  static PollingClient connect(List<URI> gateways, Map<String, ?> auth) {
    PollingClient client = new PollingClient(gateways);
    client.post("40" + JSON.writeValueAsString(auth));
    return client;
  }

  /** The answer to the connect; what came before it is kept. */
  JsonNode connected() {
    return JSON.readTree(next("40").substring(2));
  }

  /** Emits an event and returns its acknowledgement. */
  JsonNode ask(String event, Map<String, ?> fields) {
    int number = asked++;
    post("42" + number + JSON.writeValueAsString(List.of(event, fields)));
    return answer(number);
  }

  /** Emits the same event many times at once. */
  void flood(String event, int times) {
    String packet = "[" + JSON.writeValueAsString(event) + ",{}]";
    post(
        IntStream.range(0, times)
            .mapToObj(i -> "42" + asked++ + packet)
            .collect(Collectors.joining(SEPARATOR)));
  }

  /** The acknowledgement of an event, by the number of events before it. */
  JsonNode answer(int number) {
    return JSON.readTree(next("43" + number + "[").substring(2 + (number + "").length())).get(0);
  }

  /** Disconnects by itself. */
  void leave() {
    post("41");
  }

  /** Reads on until the gateway closes. */
  void awaitClose() {
    String unused = next("1");
  }

  /** The next message. */
  JsonNode message() {
    while (events.isEmpty()) {
      take(next("42"));
    }
    return events.remove();
  }

  /** The next event of a type other than messages; those of further types are skipped. */
  JsonNode next(String type, Predicate<JsonNode> wanted) {
    while (true) {
      while (others.isEmpty()) {
        take(next("42"));
      }
      JsonNode event = others.remove();
      if (event.path("type").stringValue("").equals(type) && wanted.test(event)) {
        return event;
      }
    }
  }

  /** The received messages that the test has not read yet. */
  List<JsonNode> messages() {
    List<JsonNode> came = List.copyOf(events);
    events.clear();
    return came;
  }

  /** The state with which it recovers when its line breaks. */
  @Nullable String offset() {
    return offset;
  }

  /** Reads on up to a packet that begins like that; events before it are kept. */
  private String next(String beginning) {
    while (true) {
      while (packets.isEmpty()) {
        packets.addAll(List.of(get(session).split(SEPARATOR, -1)));
      }
      String packet = packets.remove();
      if (packet.startsWith(beginning)) {
        return packet;
      }
      if (packet.equals("2")) {
        post("3");
      } else if (packet.startsWith("42")) {
        take(packet);
      } else if (packet.equals("1") || packet.startsWith("44")) {
        throw new AssertionError(beginning + " was expected, but came " + packet);
      }
    }
  }

  private void take(String packet) {
    JsonNode event = JSON.readTree(packet.substring(2));
    JsonNode last = event.get(event.size() - 1);
    if (last.isString()) {
      offset = last.stringValue();
    }
    Contract.check(event.get(1));
    if (event.get(0).stringValue("").equals("message")) {
      events.add(event.get(1));
    } else {
      others.add(event.get(1));
    }
  }

  private String get(String query) {
    return send(request(query).GET().build());
  }

  private void post(String payload) {
    send(request(session).POST(BodyPublishers.ofString(payload)).build());
  }

  private HttpRequest.Builder request(String query) {
    URI gateway = gateways.get(requests++ % gateways.size());
    return HttpRequest.newBuilder(gateway.resolve("/socket.io/?EIO=4&transport=polling" + query))
        .timeout(TIMEOUT);
  }

  private static String send(HttpRequest request) {
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(request + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
