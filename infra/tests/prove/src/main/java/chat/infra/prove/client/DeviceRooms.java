package chat.infra.prove.client;

import chat.infra.prove.history.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rooms of a device: who asks for pages, joins again, and lets rooms go. */
final class DeviceRooms implements RoomPosition.Context {

  /** The ref of a join that has to be refused begins so. */
  static final String TRESPASS = "t:";

  private static final int LIMIT = 1000;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Duration BASE = Duration.ofMillis(500);
  private static final Duration MAX = Duration.ofSeconds(30);

  private final Device device;
  private final RandomGenerator random;
  private final Backoff joins;
  private final Map<Integer, RoomPosition> rooms = new TreeMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  DeviceRooms(Device device, RandomGenerator random) {
    this.device = device;
    this.random = random;
    this.joins = new Backoff(random, BASE, MAX);
    List<String> names = device.shared().rooms();
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
  }

  void add(int room) {
    rooms.computeIfAbsent(room, number -> new RoomPosition(number, this, random));
  }

  /** The number of the room that a frame names. */
  int number(JsonNode frame) {
    return numbers.getOrDefault(frame.path("room").stringValue(""), -1);
  }

  boolean isLive() {
    return rooms.values().stream().allMatch(RoomPosition::isLive);
  }

  long position(int room) {
    RoomPosition found = rooms.get(room);
    return found == null ? Long.MAX_VALUE : found.position();
  }

  /** What was shown, by the names of the rooms. */
  Map<String, Long> positions() {
    Map<String, Long> positions = new LinkedHashMap<>();
    rooms.values().forEach(room -> positions.put(device.name(room.number()), room.position()));
    return positions;
  }

  /** The rooms of the frame {@code connect}. */
  Map<String, Map<String, Long>> wanted(int most) {
    Map<String, Map<String, Long>> wanted = new LinkedHashMap<>();
    rooms.values().stream()
        .limit(most)
        .forEach(room -> wanted.put(device.name(room.number()), after(room)));
    return wanted;
  }

  private static Map<String, Long> after(RoomPosition room) {
    return room.position() == RoomPosition.UNKNOWN ? Map.of() : Map.of("after", room.position());
  }

  /** Joins a room over the present socket. */
  void join(int number) {
    RoomPosition room = rooms.get(number);
    if (room != null && device.isConnected()) {
      Map<String, Object> frame = new LinkedHashMap<>(after(room));
      frame.put("type", "join");
      frame.put("ref", "j:" + number);
      frame.put("room", device.name(number));
      device.send(frame);
    }
  }

  void joined(JsonNode frame) {
    long seq = frame.path("seq").longValue();
    int number = number(frame);
    boolean isRecovered = frame.path("recovered").booleanValue(false);
    RoomPosition room = rooms.get(number);
    long after = room == null ? RoomPosition.UNKNOWN : room.position();
    long missed = isRecovered ? frame.path("missed").longValue() : frame.has("recovered") ? -2 : -1;
    device.record(Kind.JOINED, number, seq, after, missed);
    joins.reset();
    if (room == null) {
      return;
    }
    if (isRecovered) {
      room.replays(seq, System.nanoTime());
    } else if (frame.has("recovered")) {
      room.joinedUnrecovered(seq);
    } else {
      room.joined(seq);
    }
  }

  void left(JsonNode frame) {
    int number = number(frame);
    device.record(Kind.LEFT, number, 0, 0, 0);
    remove(number);
  }

  private void remove(int number) {
    RoomPosition room = rooms.remove(number);
    if (room != null) {
      room.ended();
    }
  }

  /** A join was refused. */
  void error(String ref, JsonNode frame, String code, long retryAfterMillis) {
    int number = number(frame);
    boolean isTemporary = code.equals("unavailable") || code.equals("rate_limited");
    if (ref.startsWith(TRESPASS)) {
      device.record(Kind.PROBED, number, status(code), 0, 0);
    } else if (isTemporary) {
      device.later(() -> join(number), retryAfterMillis + joins.nextMillis());
    } else if (rooms.containsKey(number)) {
      device.record(Kind.LEFT, number, 0, 0, 0);
      remove(number);
    }
  }

  /** The status that an error's code has in answers to calls. */
  private static int status(String code) {
    return switch (code) {
      case "invalid_request" -> 400;
      case "unauthenticated" -> 401;
      case "forbidden" -> FORBIDDEN;
      case "not_found" -> NOT_FOUND;
      case "conflict" -> 409;
      case "rate_limited" -> 429;
      case "unavailable" -> 503;
      default -> Calls.INTERNAL_ERROR;
    };
  }

  void event(int number, Event event) {
    RoomPosition room = rooms.get(number);
    if (room != null) {
      room.event(event, System.nanoTime());
    }
  }

  void disconnected() {
    rooms.values().forEach(RoomPosition::disconnected);
  }

  void tick(long now) {
    List.copyOf(rooms.values()).forEach(room -> room.tick(now));
  }

  @Override
  public void started(RoomPosition room, long seq) {
    device.record(Kind.STARTED, room.number(), seq, 0, 0);
  }

  @Override
  public void reset(RoomPosition room, long seq) {
    device.record(Kind.RESET, room.number(), seq, 0, 0);
  }

  @Override
  public void show(RoomPosition room, Event event) {
    device.record(Kind.SHOWN, room.number(), event.seq(), event.prev(), event.id());
  }

  @Override
  public void ask(RoomPosition room, long after, int life) {
    String path =
        "/api/rooms/%s/events?after=%d&limit=%d"
            .formatted(device.name(room.number()), Math.max(0, after), LIMIT);
    var unused =
        device
            .shared()
            .calls()
            .begin(device.gateway(), device.token(), "GET", path, null)
            .thenAcceptAsync(answer -> page(room, after, answer, life), device.executor());
  }

  private void page(RoomPosition room, long after, Calls.Answer answer, int life) {
    if (answer.status() == Calls.OK) {
      List<Event> events = new ArrayList<>();
      answer.body().path("events").forEach(event -> events.add(Event.of(event)));
      device.record(Kind.PAGE, room.number(), Math.max(0, after), 0, events.size());
      for (Event event : events) {
        device.record(Kind.PAGED, room.number(), event.seq(), event.prev(), event.id());
      }
      room.page(events, life);
    } else if (answer.status() == NOT_FOUND || answer.status() == FORBIDDEN) {
      device.record(Kind.LEFT, room.number(), 0, 0, 0);
      remove(room.number());
    } else {
      if (answer.status() == Calls.INTERNAL_ERROR) {
        device.record(Kind.FAILED, room.number(), answer.status(), 0, 0);
      }
      room.failed(retryAfterMillis(answer.body()), life);
    }
  }

  private static long retryAfterMillis(@Nullable JsonNode problem) {
    return problem == null ? 0 : problem.path("retryAfterMs").longValue(0);
  }

  @Override
  public void later(Runnable task, long millis) {
    device.later(task, millis);
  }
}
