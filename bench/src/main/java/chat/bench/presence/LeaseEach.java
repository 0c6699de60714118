package chat.bench.presence;

import chat.contract.Author;
import chat.contract.log.RoomPartition;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.PresenceKeys;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.SessionEventCodec;
import chat.contract.presence.Status;
import chat.presence.tracking.Batch;
import chat.presence.tracking.Logged;
import chat.presence.tracking.Offsets;
import chat.presence.tracking.RedisPresenceStore;
import chat.presence.tracking.TrackedLog;
import chat.presence.tracking.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The real tracker with a log in memory: every event and every change is encoded and decoded,
 * publications are read back, all gateways share one lease.
 */
final class LeaseEach implements Contender, TrackedLog {

  private static final int PARTITIONS = 24;
  private static final Duration TICK = Duration.ofMillis(500);
  private static final String LEASE = "gateway-1.bench";
  private static final double FOR_EVER = 9e15;

  private final Tracker tracker;
  private final long[] sessions = new long[PARTITIONS];
  private final Map<Integer, List<byte[]>> published = new HashMap<>();
  private final long[] presence = new long[PARTITIONS];
  private long nextTick = System.nanoTime();

  LeaseEach(StringRedisTemplate redis, boolean cluster) {
    IntFunction<PresenceKeys> keys = PresenceKeys.in(cluster);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      redis.opsForZSet().add(keys.apply(partition).leases(), LEASE, FOR_EVER);
    }
    tracker =
        new Tracker(
            new RedisPresenceStore(
                redis,
                keys,
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                500),
            this);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      tracker.acquire(partition, 0);
    }
  }

  @Override
  public String name() {
    return "sessions under a lease";
  }

  @Override
  public void connect(List<Integer> people) {
    tell(Kind.OPENED, people, List.of("general", "dev"));
  }

  @Override
  public void disconnect(List<Integer> people) {
    tell(Kind.CLOSED, people, List.of());
  }

  @Override
  public void pass() {
    Map<Integer, Batch<Presence>> read = new HashMap<>();
    published.forEach(
        (partition, values) -> {
          presence[partition] += values.size();
          read.put(
              partition,
              new Batch<>(
                  values.stream().map(PresenceCodec::decode).toList(), presence[partition]));
        });
    Set<Integer> unused = tracker.presence(read);
    published.clear();
    if (System.nanoTime() - nextTick >= 0) {
      nextTick = System.nanoTime() + TICK.toNanos();
      tracker.tick();
    }
  }

  @Override
  public void readSessionsFrom(int partition, long offset) {
    sessions[partition] = offset;
  }

  @Override
  public void readPresenceFrom(int partition, long offset) {
    presence[partition] = offset;
  }

  @Override
  public void pauseSessions(int partition, boolean paused) {}

  @Override
  public Offsets sessions(int partition) {
    return new Offsets(0, Long.MAX_VALUE);
  }

  @Override
  public Offsets presence(int partition) {
    return new Offsets(0, presence[partition]);
  }

  @Override
  public void publish(Presence change) {
    int partition = RoomPartition.of(change.user().id(), PARTITIONS);
    published
        .computeIfAbsent(partition, number -> new ArrayList<>())
        .add(PresenceCodec.encode(change));
  }

  private void tell(Kind kind, List<Integer> people, List<String> rooms) {
    Map<Integer, List<Logged>> events = new HashMap<>();
    for (int person : people) {
      Author user = new Author("user-" + person, "user" + person);
      SessionEvent event =
          new SessionEvent(
              kind, user, "session-" + person, "gateway-1", LEASE, rooms, Status.ONLINE, 1);
      int partition = RoomPartition.of(user.id(), PARTITIONS);
      SessionEvent read = SessionEventCodec.decode(SessionEventCodec.encode(event));
      events
          .computeIfAbsent(partition, number -> new ArrayList<>())
          .add(new Logged(sessions[partition]++, read));
    }
    Map<Integer, Batch<Logged>> read = new HashMap<>();
    events.forEach(
        (partition, logged) -> read.put(partition, new Batch<>(logged, sessions[partition])));
    tracker.sessions(read);
  }
}
