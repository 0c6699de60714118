package chat.infra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.reader.EventReader;
import chat.reader.PlacedEvent;
import chat.reader.ReadFrom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A room in which two users sent messages, over the API for servers. */
final class BusyRoom {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration POLL = Duration.ofSeconds(1);

  private final ChatSystem system;
  private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);
  private int sent;

  /**
   * Makes the room, without messages.
   *
   * @param system that runs
   */
  BusyRoom(ChatSystem system) {
    this.system = system;
    for (String user : List.of("ann", "bob")) {
      call("PUT", "users/" + name + user, Map.of("username", name + user));
    }
    call("PUT", "rooms/" + name, Map.of("visibility", "public", "owner", name + "ann"));
  }

  String name() {
    return name;
  }

  /** Settings of a Kafka client. */
  Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", system.kafka());
  }

  /** Sends messages, of both users in turn. */
  void send(int count) {
    for (int i = 0; i < count; i++) {
      String user = name + (sent % 2 == 0 ? "ann" : "bob");
      call("POST", "messages", Map.of("room", name, "user", user, "content", "text " + sent++));
    }
  }

  /** The events of the room, once all messages are in the stream. */
  List<PlacedEvent> events() {
    List<PlacedEvent> events = new ArrayList<>();
    try (EventReader reader = EventReader.ofStream(kafka(), ReadFrom.after(Map.of(name, 0L)))) {
      while (messages(events).size() < sent) {
        events.addAll(reader.poll(POLL));
      }
    }
    return events;
  }

  /** Those that are messages. */
  static List<PlacedEvent> messages(List<PlacedEvent> events) {
    return events.stream().filter(event -> event.type().equals("message")).toList();
  }

  private void call(String method, String path, Map<String, Object> body) {
    HttpRequest request =
        HttpRequest.newBuilder(system.gateway(1).resolve("/api/server/" + path))
            .header("Authorization", "Bearer " + ChatSystem.SERVICE_KEY)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
