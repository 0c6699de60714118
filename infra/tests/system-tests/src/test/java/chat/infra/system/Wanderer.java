package chat.infra.system;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * A well-behaved client: sends one message after the other until it is told to stop, goes to the
 * next gateway when its own sends it there or closes, resumes, and repeats unanswered sends.
 */
final class Wanderer implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final Duration PACE = Duration.ofMillis(50);

  private final List<URI> gateways;
  private final User user;
  private final String room;
  private final String name;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final List<String> endings = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> done;
  private int at;
  private int sent;
  private boolean answered = true;
  private boolean again;
  private long nextSendAt = System.nanoTime();
  private long leaveAt = Long.MAX_VALUE;
  private volatile boolean sending = true;
  private volatile boolean going = true;

  Wanderer(List<URI> gateways, int at, User user, String room, String name) {
    this.gateways = gateways;
    this.at = at;
    this.user = user;
    this.room = room;
    this.name = name;
    this.done = CompletableFuture.runAsync(this::run, task -> new Thread(task, name).start());
  }

  /** The seqs of its acknowledged messages. */
  List<Long> acknowledged() {
    return acknowledged;
  }

  /** All events of the room that it got, over all its sockets. */
  List<JsonNode> events() {
    return events;
  }

  /** The frame {@code reconnect} before each of its moves, or nothing. */
  List<String> endings() {
    return endings;
  }

  /** Stops sending new messages. */
  void fallSilent() {
    sending = false;
  }

  @Override
  public void close() {
    going = false;
    done.join();
  }

  private void run() {
    while (going) {
      URI gateway = gateways.get(at++ % gateways.size());
      try (SocketClient socket = SocketClient.openAs(gateway, user.token())) {
        talk(socket);
      } catch (CompletionException notThere) {
        LockSupport.parkNanos(BREATH.toNanos());
      }
    }
  }

  private void talk(SocketClient socket) {
    socket.send(join());
    leaveAt = Long.MAX_VALUE;
    again = !answered;
    while (going && System.nanoTime() < leaveAt) {
      if (System.nanoTime() >= nextSendAt && (again || (answered && sending))) {
        send(socket);
      }
      boolean closed = socket.isClosed(); // asked first: what came before it is still to be taken
      JsonNode frame = socket.poll(LOOK);
      if (frame != null) {
        take(frame);
      } else if (closed) {
        break;
      }
    }
    if (going) {
      endings.add(leaveAt == Long.MAX_VALUE ? "" : "reconnect");
    }
  }

  private void send(SocketClient socket) {
    if (!again) {
      sent++;
    }
    Map<String, Object> frame = new HashMap<>(Map.of("type", "send", "room", room));
    frame.put("id", name + "-" + sent);
    frame.put("content", "message " + sent + " of " + name);
    frame.put("retry", again);
    answered = false;
    again = false;
    nextSendAt = System.nanoTime() + PACE.toNanos();
    socket.send(frame);
  }

  private void take(JsonNode frame) {
    switch (frame.path("type").stringValue("")) {
      case "message" -> events.add(frame);
      case "ack" -> {
        acknowledged.add(frame.path("seq").longValue());
        answered = true;
      }
      case "error" -> again = true;
      case "reconnect" ->
          leaveAt =
              System.nanoTime() + Duration.ofMillis(frame.path("afterMs").longValue()).toNanos();
      default -> {}
    }
  }

  /** Joins from the room's start, or resumes. */
  private Map<String, Object> join() {
    long last = events.isEmpty() ? 0 : events.get(events.size() - 1).path("seq").longValue();
    return Map.of("type", "join", "room", room, "after", last);
  }

  /** The seqs of the received events, in the order of arrival. */
  List<Long> places() {
    List<Long> places = new ArrayList<>();
    events.forEach(event -> places.add(event.path("seq").longValue()));
    return places;
  }
}
