package chat.gateway.session.socketio;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Keeps in Redis which rooms the sessions here are in, and for a while after they were last heard
 * of, so that any gateway can take them up. One thread writes, whatever changed in one go; nobody
 * waits for it. What Redis doesn't take is written when it does, and a session that is not found is
 * not taken up: its client joins again.
 */
final class RoomKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(RoomKeeper.class);
  private static final String PREFIX = "socketio:rooms:";
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(2);
  private static final int READERS = 2;
  private static final int MAX_READS = 10_000;

  /** So often within a lifetime it is said that a session is still there. */
  private static final int RENEWALS = 3;

  private final StringRedisTemplate redis;
  private final Duration lifetime;
  private final Set<KeptRooms> sessions = ConcurrentHashMap.newKeySet();
  // No longer than there are sessions, each of which waits once.
  private final BlockingQueue<KeptRooms> unwritten = new LinkedBlockingQueue<>();
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          READERS,
          READERS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MAX_READS),
          task -> daemon(task, "socket.io-recovery"));
  private final Thread writer = daemon(this::run, "socket.io-rooms");
  private volatile boolean running = true;
  private boolean failing;

  /**
   * A keeper of nothing.
   *
   * @param lifetime for how long a session can be taken up after its gateway last told of it
   */
  RoomKeeper(StringRedisTemplate redis, Duration lifetime) {
    this.redis = redis;
    this.lifetime = lifetime;
  }

  void start() {
    writer.start();
  }

  void stop() {
    running = false;
    writer.interrupt();
    readers.shutdownNow();
  }

  /** Begins to keep a session's rooms. */
  KeptRooms keep(String session, Map<String, Long> rooms) {
    KeptRooms kept = new KeptRooms(session, this, rooms);
    sessions.add(kept);
    changed(kept);
    return kept;
  }

  /** The session is not here any more; for a while it can be taken up elsewhere. */
  void forget(KeptRooms kept) {
    sessions.remove(kept);
  }

  /**
   * The rooms of a session; null if nothing is known of it, or too much is asked at once. Fails if
   * Redis does not say.
   */
  CompletableFuture<@Nullable Map<String, Long>> find(String session) {
    try {
      return CompletableFuture.supplyAsync(
              () -> parse(redis.opsForValue().get(PREFIX + session)), readers)
          .orTimeout(READ_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  void changed(KeptRooms kept) {
    if (kept.queue()) {
      unwritten.add(kept);
    }
  }

  private void run() {
    long renewal = lifetime.toNanos() / RENEWALS;
    long renewed = System.nanoTime();
    try {
      while (running) {
        KeptRooms next = unwritten.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null && !write(next)) {
          changed(next);
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        if (System.nanoTime() - renewed >= renewal) {
          renewed = System.nanoTime();
          sessions.forEach(this::changed);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean write(KeptRooms kept) {
    Map<String, Long> rooms = kept.snapshot();
    try {
      if (kept.isOver()) {
        redis.delete(PREFIX + kept.session());
      } else {
        redis.opsForValue().set(PREFIX + kept.session(), text(rooms), lifetime);
      }
      failing = false;
      return true;
    } catch (DataAccessException e) {
      if (!failing) {
        LOG.warn("sessions of Socket.IO can't be taken up elsewhere for now: {}", e.toString());
      }
      failing = true;
      return false;
    }
  }

  static String text(Map<String, Long> rooms) {
    return rooms.entrySet().stream()
        .map(room -> room.getKey() + "=" + room.getValue())
        .collect(Collectors.joining(","));
  }

  static @Nullable Map<String, Long> parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Map<String, Long> rooms = new HashMap<>();
    for (String room : text.split(",", -1)) {
      int equals = room.indexOf('=');
      if (equals > 0) {
        rooms.put(room.substring(0, equals), Long.valueOf(room.substring(equals + 1)));
      }
    }
    return rooms;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
