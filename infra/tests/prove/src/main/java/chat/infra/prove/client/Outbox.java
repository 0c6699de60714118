package chat.infra.prove.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The messages that a client still has to bring into the log: one under way in each room. */
final class Outbox {

  private static final int CAPACITY = 1000;
  private static final long ANSWER_NANOS = Duration.ofSeconds(20).toNanos();
  private static final Duration BASE = Duration.ofMillis(400);
  private static final Duration MAX = Duration.ofSeconds(20);

  /** What the outbox needs from its device. */
  interface Context {
    boolean isConnected();

    void send(int room, long id, boolean isRepeated);

    void acknowledged(int room, long id, long seq);

    /** The message came as an event, and is done without its ack. */
    void came(int room, long id, long seq);

    /** An error leaves the outcome open, or says that it was not tried. */
    void deferred(int room, long id);

    void refused(int room, long id);

    void later(Runnable task, long millis);
  }

  private final Context context;
  private final RandomGenerator random;
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private int size;

  Outbox(Context context, RandomGenerator random) {
    this.context = context;
    this.random = random;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a message, unless there are too many. */
  boolean add(int room, long id) {
    if (size >= CAPACITY) {
      return false;
    }
    size++;
    Lane lane = lanes.computeIfAbsent(room, Lane::new);
    lane.waiting.add(new Pending(id));
    lane.send();
    return true;
  }

  /** Forgets all messages that were never sent. */
  void dropWaiting() {
    for (Lane lane : lanes.values()) {
      Pending head = lane.waiting.peek();
      while (lane.waiting.size() > (head != null && head.sentAt != 0 ? 1 : 0)) {
        lane.waiting.removeLast();
        size--;
      }
    }
  }

  /** A message was acknowledged. */
  void acknowledged(int room, long id, long seq) {
    context.acknowledged(room, id, seq);
    remove(room, id);
  }

  /** A message came as an event; one that still waits for its ack is done. */
  void came(int room, long id, long seq) {
    Pending head = head(room, id);
    if (head != null) {
      context.came(room, id, seq);
      remove(room, id);
    }
  }

  /** A send was answered by an error. */
  void error(int room, long id, String code, long retryAfterMillis) {
    switch (code) {
      case "unavailable", "rate_limited", "unauthenticated" -> {
        context.deferred(room, id);
        again(room, id, code.equals("unavailable"), retryAfterMillis);
      }
      default -> {
        context.refused(room, id);
        remove(room, id);
      }
    }
  }

  private void again(int room, long id, boolean isUnknown, long retryAfterMillis) {
    Lane lane = lanes.get(room);
    Pending head = head(room, id);
    if (lane != null && head != null) {
      head.isRepeated |= isUnknown;
      lane.waits(head, retryAfterMillis);
    }
  }

  /** The message, if it is under way in its room. */
  private @Nullable Pending head(int room, long id) {
    Lane lane = lanes.get(room);
    Pending head = lane == null ? null : lane.waiting.peek();
    return head != null && head.id == id ? head : null;
  }

  private void remove(int room, long id) {
    Lane lane = lanes.get(room);
    if (lane != null && head(room, id) != null) {
      lane.waiting.remove();
      lane.isUnderWay = false;
      size--;
      lane.send();
    }
  }

  /** The socket is lost: what is under way may be in the log or not. */
  void disconnected() {
    for (Lane lane : lanes.values()) {
      Pending head = lane.waiting.peek();
      if (lane.isUnderWay && head != null) {
        head.isRepeated = true;
      }
      lane.isUnderWay = false;
    }
  }

  /** A socket is connected: everything is sent at once. */
  void connected() {
    lanes.values().forEach(Lane::send);
  }

  /** A regular look for sends without an answer. */
  void tick(long now) {
    for (Lane lane : lanes.values()) {
      Pending head = lane.waiting.peek();
      if (lane.isUnderWay && head != null && now - head.sentAt > ANSWER_NANOS) {
        head.isRepeated = true;
        head.sentAt = now;
        lane.waits(head, 0);
      }
    }
  }

  private static final class Pending {
    private final long id;
    private boolean isRepeated;
    private long sentAt;
    private @Nullable Backoff backoff;

    Pending(long id) {
      this.id = id;
    }
  }

  private final class Lane {
    private final int room;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private boolean isUnderWay;

    Lane(int room) {
      this.room = room;
    }

    private void send() {
      Pending head = waiting.peek();
      if (!isUnderWay && head != null && context.isConnected()) {
        isUnderWay = true;
        head.sentAt = System.nanoTime();
        context.send(room, head.id, head.isRepeated);
      }
    }

    /** Sends the head again after a while; it stays under way, so that others wait behind it. */
    private void waits(Pending head, long retryAfterMillis) {
      if (head.backoff == null) {
        head.backoff = new Backoff(random, BASE, MAX);
      }
      long sentAt = head.sentAt;
      context.later(
          () -> {
            if (waiting.peek() == head && isUnderWay && head.sentAt == sentAt) {
              isUnderWay = false;
              send();
            }
          },
          Math.max(retryAfterMillis, head.backoff.nextMillis()));
    }
  }
}
