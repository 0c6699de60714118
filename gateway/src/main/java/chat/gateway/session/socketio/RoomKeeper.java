package chat.gateway.session.socketio;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import chat.sockets.fanout.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Keeps the rooms of this gateway's sessions in Redis, for a while beyond their end, so that any
 * gateway can resume them. One thread writes all changes in batches; no caller waits for it. While
 * Redis fails, changes wait. A session that is not found is not resumed: its client joins again.
 */
final class RoomKeeper extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(RoomKeeper.class);
  private static final String PREFIX = "socketio:rooms:";
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(2);
  private static final int READERS = 2;
  private static final int MAX_READS = 10_000;

  /** The number of renewals within a lifetime. */
  private static final int RENEWALS = 3;

  private final StringRedisTemplate redis;
  private final Duration lifetime;
  private final ToLongFunction<String> reached;
  private final Set<KeptRooms> sessions = ConcurrentHashMap.newKeySet();
  // At most as long as the number of sessions, as each waits once.
  private final BlockingQueue<KeptRooms> unwritten = new LinkedBlockingQueue<>();
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          READERS, READERS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MAX_READS), threads());
  private final Outage outage =
      new Outage(
          LOG,
          "sessions of Socket.IO can't be resumed at other gateways: {}",
          "sessions of Socket.IO can be resumed at other gateways again");
  private long renewedAt = System.nanoTime();

  /**
   * Creates a keeper without sessions.
   *
   * @param lifetime how long a session can be resumed after its last renewal
   * @param reached the seq up to which this gateway has delivered the partition of a room
   */
  RoomKeeper(StringRedisTemplate redis, Duration lifetime, ToLongFunction<String> reached) {
    super("socket.io-rooms", Duration.ZERO);
    this.redis = redis;
    this.lifetime = lifetime;
    this.reached = reached;
  }

  @Override
  public void stop() {
    super.stop();
    readers.shutdownNow();
  }

  /** Begins to keep a session's rooms. */
  KeptRooms keep(String session, Map<String, KeptRoom> rooms, Connection connection) {
    KeptRooms kept = new KeptRooms(session, this, rooms, connection, reached);
    sessions.add(kept);
    changed(kept);
    return kept;
  }

  /** Stops renewing a session that has ended here. It can be resumed until its lifetime ends. */
  void forget(KeptRooms kept) {
    sessions.remove(kept);
  }

  /** The sessions that are open here. */
  Set<KeptRooms> sessions() {
    return Collections.unmodifiableSet(sessions);
  }

  /**
   * The rooms of a session; null if it is unknown. Fails if Redis does not answer, or if too many
   * look-ups wait.
   */
  CompletableFuture<@Nullable Map<String, KeptRoom>> find(String session) {
    return read(PREFIX + session).thenApply(RoomKeeper::parse);
  }

  /** Reads a key; null if it is not there. Fails as {@link #find} does. */
  CompletableFuture<@Nullable String> read(String key) {
    try {
      return CompletableFuture.supplyAsync(() -> redis.opsForValue().get(key), readers)
          .orTimeout(READ_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  void changed(KeptRooms kept) {
    if (kept.queue()) {
      unwritten.add(kept);
    }
  }

  @Override
  protected Duration round() throws InterruptedException {
    KeptRooms next = unwritten.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    Duration rest = Duration.ZERO;
    if (next != null && !write(next)) {
      changed(next);
      rest = PAUSE;
    }
    if (System.nanoTime() - renewedAt >= lifetime.toNanos() / RENEWALS) {
      renewedAt = System.nanoTime();
      sessions.forEach(this::changed);
    }
    return rest;
  }

  private boolean write(KeptRooms kept) {
    Map<String, KeptRoom> rooms = kept.snapshot();
    try {
      if (kept.isOver()) {
        redis.delete(PREFIX + kept.session());
      } else {
        redis.opsForValue().set(PREFIX + kept.session(), text(rooms), lifetime);
      }
      outage.over();
      return true;
    } catch (DataAccessException e) {
      outage.failed(e);
      return false;
    }
  }

  static String text(Map<String, KeptRoom> rooms) {
    return rooms.entrySet().stream()
        .map(room -> room.getKey() + "=" + room.getValue().text())
        .collect(Collectors.joining(","));
  }

  static @Nullable Map<String, KeptRoom> parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Map<String, KeptRoom> rooms = new HashMap<>();
    for (String room : text.split(",", -1)) {
      int equals = room.indexOf('=');
      if (equals > 0) {
        rooms.put(room.substring(0, equals), KeptRoom.parse(room.substring(equals + 1)));
      }
    }
    return rooms;
  }

  private static ThreadFactory threads() {
    CustomizableThreadFactory threads = new CustomizableThreadFactory("socket.io-recovery-");
    threads.setDaemon(true);
    return threads;
  }
}
