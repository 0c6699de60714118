package chat.infra.prove.client;

import chat.infra.prove.history.Kind;
import chat.infra.prove.history.MessageId;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as docs/client-spec.md says: it connects with its positions, comes back with full
 * jitter, follows hints to reconnect, and gives up silent sockets. It records what happens.
 *
 * <p>All methods run on its executor, which has one thread, but for {@link #begin}.
 */
final class Device implements DeviceSocket.Owner {

  static final Duration TICK = Duration.ofSeconds(1);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final long STABLE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final Duration BASE = Duration.ofMillis(500);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final int ABNORMAL = 1006;
  private static final int UNAUTHENTICATED = 4401;
  private static final int FLOODING = 4429;
  private static final int ROOMS_IN_CONNECT = 200;

  private final int number;
  private final String token;
  private final SharedParts shared;
  private final ScheduledExecutorService executor;
  private final Backoff backoff;
  private final Outbox outbox;
  private final DeviceRooms rooms;
  private final Heartbeat heartbeat = new Heartbeat();
  private int at;
  private int socket;
  private int sent;
  private @Nullable DeviceSocket current;
  private boolean isConnected;
  private boolean isStopped;
  private long connectedAt;

  Device(
      int number, String token, SharedParts shared, ScheduledExecutorService executor, long seed) {
    this.number = number;
    this.token = token;
    this.shared = shared;
    this.executor = executor;
    this.at = number;
    Random random = new Random(seed * 31 + number);
    this.backoff = new Backoff(random, BASE, MAX);
    this.outbox = new Outbox(new Sends(this), random);
    this.rooms = new DeviceRooms(this, random);
  }

  /** Begins with some rooms. */
  void begin(Iterable<Integer> joined) {
    executor.execute(
        () -> {
          joined.forEach(rooms::add);
          connect();
        });
  }

  ScheduledExecutorService executor() {
    return executor;
  }

  SharedParts shared() {
    return shared;
  }

  String token() {
    return token;
  }

  URI gateway() {
    return shared.gateways().get(Math.floorMod(at, shared.gateways().size()));
  }

  /** Whether it is connected and misses nothing that it knows of. */
  boolean isLive() {
    return isConnected && rooms.isLive();
  }

  boolean isIdle() {
    return outbox.isEmpty();
  }

  /** Sends nothing more than what is under way. */
  void dropWaiting() {
    outbox.dropWaiting();
  }

  boolean hasShown(int room, long seq) {
    return rooms.position(room) >= seq;
  }

  /** Says something in a room, unless too much is waiting. */
  void say(int room) {
    if (!isStopped && outbox.add(room, MessageId.of(number, sent + 1))) {
      sent++;
    }
  }

  /** Joins a further room. */
  void join(int room) {
    rooms.add(room);
    rooms.join(room);
  }

  /** Marks its rooms as read up to what it has shown. */
  void read() {
    if (isConnected) {
      rooms.positions().forEach(this::read);
    }
  }

  private void read(String room, long position) {
    if (position > 0) {
      send(Map.of("type", "read", "room", room, "seq", position));
    }
  }

  /** Asks for a room that it may not read. */
  void trespass(int room) {
    if (isConnected) {
      send(Map.of("type", "join", "ref", DeviceRooms.TRESPASS + room, "room", name(room)));
    }
  }

  /** Cuts its socket, as a broken network does. */
  void cut() {
    DeviceSocket mine = current;
    if (mine != null) {
      ended(mine, ABNORMAL);
    }
  }

  /** Ends it for good. */
  void stop() {
    isStopped = true;
    cut();
  }

  private void connect() {
    if (isStopped) {
      return;
    }
    socket++;
    DeviceSocket mine = new DeviceSocket(this, executor);
    current = mine;
    mine.open(shared.http(), gateway(), CONNECT);
    later(
        () -> {
          if (!isConnected) {
            ended(mine, ABNORMAL);
          }
        },
        CONNECT.toMillis());
  }

  @Override
  public void opened(DeviceSocket from) {
    if (from == current) {
      Map<String, Object> frame = new LinkedHashMap<>();
      frame.put("type", "connect");
      frame.put("token", token);
      frame.put("rooms", rooms.wanted(ROOMS_IN_CONNECT));
      send(frame);
    }
  }

  @Override
  public void heard(DeviceSocket from, @Nullable String text) {
    if (from != current) {
      return;
    }
    heartbeat.heard(System.nanoTime());
    if (text != null) {
      handle(from, JSON.readTree(text));
    }
  }

  private void handle(DeviceSocket from, JsonNode frame) {
    switch (frame.path("type").stringValue("")) {
      case "connected" -> connected(frame);
      case "reconnect" -> later(() -> move(from), Math.max(0, frame.path("afterMs").longValue(0)));
      case "ack" ->
          outbox.acknowledged(
              rooms.number(frame),
              MessageId.parse(frame.path("id").stringValue("")),
              frame.path("seq").longValue());
      case "error" -> error(from, frame);
      case "joined" -> rooms.joined(frame);
      case "left" -> rooms.left(frame);
      default -> {
        if (frame.has("seq") && frame.has("prev")) {
          event(frame);
        }
      }
    }
  }

  private void connected(JsonNode frame) {
    heartbeat.every(Duration.ofMillis(frame.path("pingMs").longValue()));
    if (!isConnected) {
      isConnected = true;
      connectedAt = System.nanoTime();
      record(Kind.CONNECTED, 0, 0, 0, 0);
      outbox.connected();
    }
  }

  private void event(JsonNode frame) {
    int room = rooms.number(frame);
    Event event = Event.of(frame);
    record(Kind.RECEIVED, room, event.seq(), event.prev(), event.id());
    if (event.id() > 0 && MessageId.client(event.id()) == number) {
      outbox.came(room, event.id(), event.seq());
    }
    rooms.event(room, event);
  }

  private void error(DeviceSocket from, JsonNode frame) {
    String ref = frame.path("ref").stringValue("");
    String code = frame.path("code").stringValue("");
    long wait = frame.path("retryAfterMs").longValue(0);
    if (ref.startsWith(Sends.PREFIX)) {
      outbox.error(
          rooms.number(frame), MessageId.parse(ref.substring(Sends.PREFIX.length())), code, wait);
    } else if (frame.has("room")) {
      rooms.error(ref, frame, code, wait);
    } else if (!isConnected) {
      boolean isTemporary = code.equals("unavailable") || code.equals("rate_limited");
      ended(from, isTemporary ? ABNORMAL : 4400);
    }
  }

  /** Goes to the next gateway as the server asked. */
  private void move(DeviceSocket from) {
    if (from == current) {
      lose(0);
      at++;
      connect();
    }
  }

  @Override
  public void ended(DeviceSocket from, int code) {
    if (from != current) {
      return;
    }
    if (isConnected && System.nanoTime() - connectedAt > STABLE_NANOS) {
      backoff.reset();
    }
    lose(code);
    if (code == 4400 || code == UNAUTHENTICATED || code == 4403 || code == 4413) {
      isStopped = true;
      record(Kind.ENDED, 0, code, 0, 0);
      return;
    }
    if (code == FLOODING) {
      backoff.atLeast(3);
    }
    at++;
    later(this::connectIfLost, backoff.nextMillis());
  }

  private void connectIfLost() {
    if (current == null) {
      connect();
    }
  }

  private void lose(int code) {
    DeviceSocket mine = current;
    current = null;
    if (mine != null) {
      mine.abort();
    }
    record(Kind.CLOSED, 0, code, 0, 0);
    isConnected = false;
    rooms.disconnected();
    outbox.disconnected();
  }

  /** A regular look at what should have come. */
  void tick() {
    DeviceSocket mine = current;
    long now = System.nanoTime();
    if (mine == null || !isConnected) {
      return;
    }
    switch (heartbeat.next(now)) {
      case ASK -> send(Map.of("type", "ping"));
      case GIVE_UP -> {
        ended(mine, ABNORMAL);
        return;
      }
      case WAIT -> {}
    }
    outbox.tick(now);
    rooms.tick(now);
  }

  void send(Map<String, ?> frame) {
    if (current != null) {
      current.send(JSON.writeValueAsString(frame));
    }
  }

  boolean isConnected() {
    return isConnected;
  }

  void later(Runnable task, long millis) {
    var unused = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  String name(int room) {
    return shared.rooms().get(room);
  }

  void record(Kind kind, int room, long seq, long prev, long id) {
    shared.recorder().add(kind, number, socket, room, seq, prev, id);
  }
}
