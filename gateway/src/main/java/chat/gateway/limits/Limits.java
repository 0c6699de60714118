package chat.gateway.limits;

import chat.edge.problem.Refusal;
import chat.sockets.budget.Rate;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks rate limits of users, rooms and addresses. Safe for use by several threads. */
public final class Limits {

  /** Maximum number of meters in memory: some 40 MB. */
  private static final int CAPACITY = 200_000;

  private final @Nullable LimitSettings settings;
  private final int capacity;
  private final TimeMeter time;
  private final Map<Key, Meter> meters = new ConcurrentHashMap<>();
  private final Set<Key> changed = ConcurrentHashMap.newKeySet();

  /** The same keys in order of arrival. */
  private final Queue<Key> unsynced = new ConcurrentLinkedQueue<>();

  private final Consumer<Limit> whenHit;

  public Limits(@Nullable LimitSettings settings, InstantSource clock) {
    this(settings, clock, hit -> {});
  }

  /**
   * Limits that report their refusals.
   *
   * @param whenHit called with each refusal; must not block
   */
  Limits(@Nullable LimitSettings settings, InstantSource clock, Consumer<Limit> whenHit) {
    this(settings, clock, whenHit, CAPACITY);
  }

  Limits(
      @Nullable LimitSettings settings,
      InstantSource clock,
      Consumer<Limit> whenHit,
      int capacity) {
    this.capacity = capacity;
    this.whenHit = whenHit;
    this.settings = settings == null || !settings.enabled() ? null : settings;
    this.time = new ClockMeter(clock);
  }

  /** No limits. */
  public static Limits none() {
    return new Limits(null, InstantSource.system());
  }

  /**
   * The key of one meter.
   *
   * @param of id of the user, name of the room, or the address
   * @param in the room in which the user's limit counts; empty: everywhere
   */
  record Key(Limit limit, String of, String in) {

    /** In Redis; no user's id and no room's name has a slash. */
    String text() {
      return in.isEmpty() ? of : of + "/" + in;
    }
  }

  /**
   * Acquires one token.
   *
   * @param of id of the user, name of the room, or the address
   * @throws Refusal {@code rate_limited}, with the time to try again, if no token is left
   */
  public void acquire(Limit limit, String of) {
    acquire(new Key(limit, of, ""));
  }

  /** Counts a message against the budget of its sender. */
  public void acquireSend(String user) {
    acquire(Limit.SEND_USER, user);
  }

  /** Counts a message against the budgets of its room, once its sender may write there. */
  public void acquireSend(String user, String room) {
    acquire(new Key(Limit.SEND_USER_ROOM, user, room));
    acquire(Limit.SEND_ROOM, room);
  }

  /** Counts a change of a message against the budget of the user. */
  public void acquireChange(String user) {
    acquire(Limit.CHANGE_USER, user);
  }

  /** Counts a change against the budget of the user in a room, once the user may write there. */
  public void acquireChange(String user, String room) {
    acquire(new Key(Limit.CHANGE_USER_ROOM, user, room));
  }

  private void acquire(Key key) {
    if (settings == null) {
      return;
    }
    Limit limit = key.limit;
    Rate rate = rate(settings, key);
    Duration wait = meters.computeIfAbsent(key, any -> new Meter(rate, time)).acquire();
    if (!wait.isZero()) {
      whenHit.accept(limit);
      throw Refusal.overQuota(
          new Refusal.Quota(limit.word(), rate.tokens(), rate.period()), roundUp(wait));
    }
    if (limit.isShared()) {
      markChanged(key);
    }
  }

  private static Rate rate(LimitSettings settings, Key key) {
    Rate rate = key.limit.rate(settings);
    return key.limit.isOfUser() && settings.isTrusted(key.of)
        ? rate.times(settings.trustedFactor())
        : rate;
  }

  private void markChanged(Key key) {
    if (changed.add(key)) {
      unsynced.add(key);
    }
  }

  /** Releases one token: the action turned out not to be limited. */
  public void release(Limit limit, String of) {
    Key key = new Key(limit, of, "");
    Meter meter = meters.get(key);
    if (meter != null) {
      meter.release();
      markChanged(key);
    }
  }

  /**
   * Sends counts of this gateway, and receives those of all gateways.
   *
   * @param limit maximum number of meters to synchronize
   */
  void sync(SharedMeters shared, int limit) {
    if (settings == null) {
      return;
    }
    for (int left = limit; left > 0; left--) {
      Key key = unsynced.poll();
      if (key == null) {
        return;
      }
      changed.remove(key);
      Meter meter = meters.get(key);
      if (meter != null) {
        sync(shared, key, meter);
      }
    }
  }

  /**
   * Drops meters that are full. If too many are left, the limit with most meters loses those that
   * are used least: many keys of one limit push out each other, not the meters of other limits.
   */
  void tidy() {
    if (settings != null && meters.size() > capacity) {
      meters.values().removeIf(Meter::isFull);
      if (meters.size() > capacity) {
        forgetLeastUsed(meters.size() - capacity + capacity / 10);
      }
    }
  }

  private void forgetLeastUsed(int count) {
    Map<Limit, List<Used>> used = new EnumMap<>(Limit.class);
    meters.forEach(
        (key, meter) ->
            used.computeIfAbsent(key.limit, first -> new ArrayList<>())
                .add(new Used(key, meter.used())));
    int level = level(used.values(), count);
    int left = count;
    for (List<Used> kind : used.values()) {
      int forgotten = Math.min(left, Math.max(0, kind.size() - level));
      if (forgotten > 0) {
        kind.sort(Comparator.comparingDouble(Used::part));
        kind.subList(0, forgotten).forEach(one -> meters.remove(one.key));
        left -= forgotten;
      }
    }
  }

  /** The number of meters that each limit keeps at most, so that at least {@code count} go. */
  private static int level(Collection<List<Used>> kinds, int count) {
    int low = 0;
    int high = kinds.stream().mapToInt(List::size).max().orElse(0);
    while (low < high) {
      int middle = (low + high + 1) / 2;
      int beyond = kinds.stream().mapToInt(kind -> Math.max(0, kind.size() - middle)).sum();
      if (beyond >= count) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private record Used(Key key, double part) {}

  private static Duration roundUp(Duration wait) {
    return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
  }

  /** Tokens left, as far as this gateway knows. */
  long left(Limit limit, String of) {
    Meter meter = meters.get(new Key(limit, of, ""));
    return meter == null ? Long.MAX_VALUE : meter.left();
  }

  int size() {
    return meters.size();
  }

  private void sync(SharedMeters shared, Key key, Meter meter) {
    long acquired = meter.drain();
    if (acquired != 0 && settings != null) {
      var answer = shared.acquire(key.limit(), rate(settings, key), key.text(), acquired);
      var unused = answer.thenAccept(meter::update);
    }
  }

  /** The gateway's clock, for buckets. */
  private record ClockMeter(InstantSource clock) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return clock.millis() * 1_000_000;
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
