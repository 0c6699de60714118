package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.PositionText;
import chat.gateway.log.StreamPosition;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Keeps positions in Redis, to which the texts of later ones are relative. A gateway keeps one when
 * texts would not be exact without it, at most ten a second; where the log has few partitions,
 * never. Without clients it keeps the first one, and replaces it when it is old, so that the first
 * client's texts are exact. A position is kept for as long as a client may have a text that needs
 * it: a client that got no event gets a new text before.
 */
final class PositionKeeper extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(PositionKeeper.class);
  private static final String PREFIX = "socketio:position:";
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ID_BYTES = 6;

  /**
   * A kept position lives for this many times the lifetime of a session that has ended: it is
   * replaced after one, a client gets a later text after another one, and may then be away for one.
   */
  private static final int LIFETIMES = 4;

  /** The most clients that get a position in one round, so that they come spread over time. */
  private static final int MAX_SENT = 100;

  /** At most 32 KiB each, where the log has 4096 partitions. */
  private static final int MAX_FOUND = 200;

  private static final String TYPE = "position";
  private static final byte[] EVENT = "{\"type\":\"position\"}".getBytes(US_ASCII);

  private final DeliveredPositions positions;
  private final RoomKeeper sessions;
  private final StringRedisTemplate redis;
  private final Hub hub;
  private final Duration lifetime;

  /** Kept positions never change, and many clients of a gateway that is gone refer to the same. */
  private final AsyncCache<String, StreamPosition> found;

  private long keptAt = System.nanoTime();
  private final SecureRandom random = new SecureRandom();
  private final Outage outage =
      new Outage(
          LOG,
          "clients of Socket.IO that recover may get events again: {}",
          "clients of Socket.IO that recover get each event once again");

  /**
   * Creates a keeper.
   *
   * @param lifetime how long a session can be resumed after its end
   */
  PositionKeeper(
      DeliveredPositions positions,
      RoomKeeper sessions,
      StringRedisTemplate redis,
      Hub hub,
      Duration lifetime) {
    super("socket.io-positions", Duration.ZERO);
    this.positions = positions;
    this.sessions = sessions;
    this.redis = redis;
    this.hub = hub;
    this.found =
        Caffeine.newBuilder()
            .maximumSize(MAX_FOUND)
            .expireAfterWrite(lifetime.multipliedBy(LIFETIMES))
            .buildAsync();
    this.lifetime = lifetime;
  }

  /**
   * The position of a client's text, or an earlier one; null if it can't be known. Fails if Redis
   * does not answer.
   */
  CompletableFuture<@Nullable StreamPosition> find(String text) {
    PositionText read = PositionText.read(text);
    if (read == null) {
      return CompletableFuture.completedFuture(null);
    }
    String base = read.base();
    return base == null
        ? CompletableFuture.completedFuture(read.position(null))
        : found
            .get(
                base, (id, executor) -> sessions.read(PREFIX + id).thenApply(PositionKeeper::parse))
            .thenApply(read::position);
  }

  private static @Nullable StreamPosition parse(@Nullable String kept) {
    return kept == null ? null : StreamPosition.parse(kept).orElse(null);
  }

  @Override
  protected Duration round() {
    boolean isOld = System.nanoTime() - keptAt >= lifetime.toNanos();
    if (isOld || !positions.hasKept() || !sessions.sessions().isEmpty()) {
      byte[] id = new byte[ID_BYTES];
      random.nextBytes(id);
      String name = Base64.getUrlEncoder().encodeToString(id);
      if (positions.keepIfNeeded(name, isOld, this::keep)) {
        keptAt = System.nanoTime();
      }
    }
    sendPositions();
    return PAUSE;
  }

  private boolean keep(String id, String text) {
    try {
      Boolean isNew =
          redis.opsForValue().setIfAbsent(PREFIX + id, text, lifetime.multipliedBy(LIFETIMES));
      outage.over();
      return Boolean.TRUE.equals(isNew);
    } catch (DataAccessException e) {
      outage.failed(e);
      return false;
    }
  }

  private void sendPositions() {
    StreamPosition present = positions.delivered();
    if (present == null || !present.isRelative()) {
      return;
    }
    Frame frame = Frame.marker(TYPE, EVENT, present);
    int sent = 0;
    Iterator<KeptRooms> all = sessions.sessions().iterator();
    while (sent < MAX_SENT && all.hasNext()) {
      sent += all.next().position(frame, lifetime) ? 1 : 0;
    }
    if (sent > 0) {
      hub.flush();
    }
  }
}
