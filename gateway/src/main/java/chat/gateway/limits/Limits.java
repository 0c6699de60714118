package chat.gateway.limits;

import chat.gateway.problem.Refusal;
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

/** Says at once whether a user or address may do something yet. Threads may share it. */
public final class Limits {

  /** How many budgets of users, rooms and addresses are kept in memory: some 40 MB. */
  private static final int REMEMBERED = 200_000;

  private final @Nullable LimitSettings settings;
  private final int most;
  private final TimeMeter time;
  private final Map<Key, Meter> meters = new ConcurrentHashMap<>();
  private final Set<Key> changed = ConcurrentHashMap.newKeySet();

  /** The same keys in the order in which they came, so that each has its turn. */
  private final Queue<Key> untold = new ConcurrentLinkedQueue<>();

  private final Consumer<Limit> whenHit;

  Limits(@Nullable LimitSettings settings, InstantSource clock) {
    this(settings, clock, hit -> {});
  }

  /**
   * Limits that tell what they refuse.
   *
   * @param whenHit told of each refusal; must not block
   */
  Limits(@Nullable LimitSettings settings, InstantSource clock, Consumer<Limit> whenHit) {
    this(settings, clock, whenHit, REMEMBERED);
  }

  Limits(@Nullable LimitSettings settings, InstantSource clock, Consumer<Limit> whenHit, int most) {
    this.most = most;
    this.whenHit = whenHit;
    this.settings = settings == null || !settings.enabled() ? null : settings;
    this.time = new ClockMeter(clock);
  }

  /** Anybody may do anything. */
  public static Limits none() {
    return new Limits(null, InstantSource.system());
  }

  /**
   * Whose limit.
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
   * Counts one.
   *
   * @param of id of the user, name of the room, or the address
   * @throws Refusal {@code rate_limited}, with when to try again, if there is none left
   */
  public void take(Limit limit, String of) {
    take(new Key(limit, of, ""));
  }

  /** Counts one message; what the room's budget has is taken by {@link #takeSend}. */
  public void takeSend(String user) {
    take(Limit.SEND_USER, user);
  }

  /** Counts one message that its sender may send to a room. */
  public void takeSend(String user, String room) {
    take(new Key(Limit.SEND_USER_ROOM, user, room));
    take(Limit.SEND_ROOM, room);
  }

  /** Counts one change of a message. */
  public void takeChange(String user) {
    take(Limit.CHANGE_USER, user);
  }

  /** Counts one change of a message in a room where the user may make it. */
  public void takeChange(String user, String room) {
    take(new Key(Limit.CHANGE_USER_ROOM, user, room));
  }

  private void take(Key key) {
    if (settings == null) {
      return;
    }
    Limit limit = key.limit;
    Rate rate = rate(settings, key);
    Duration wait = meters.computeIfAbsent(key, any -> new Meter(rate, time)).take();
    if (!wait.isZero()) {
      whenHit.accept(limit);
      throw Refusal.overQuota(
          new Refusal.Quota(limit.word(), rate.tokens(), rate.period()), roundUp(wait));
    }
    if (limit.isShared()) {
      tell(key);
    }
  }

  private static Rate rate(LimitSettings settings, Key key) {
    Rate rate = key.limit.rate(settings);
    return key.limit.isOfUser() && settings.isTrusted(key.of)
        ? rate.times(settings.trustedFactor())
        : rate;
  }

  private void tell(Key key) {
    if (changed.add(key)) {
      untold.add(key);
    }
  }

  /** Counts one less: it turned out to be none of those that are limited. */
  public void giveBack(Limit limit, String of) {
    Key key = new Key(limit, of, "");
    Meter meter = meters.get(key);
    if (meter != null) {
      meter.giveBack();
      tell(key);
    }
  }

  /** Tells others what was taken here, and learns what they took. */
  void sync(SharedMeters shared, int most) {
    if (settings == null) {
      return;
    }
    for (int left = most; left > 0; left--) {
      Key key = untold.poll();
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
   * Forgets what makes no difference. If there is too much all the same, the limit that has most
   * meters loses those of which least was taken: many keys of one kind push out each other, not the
   * meters of others.
   */
  void tidy() {
    if (settings != null && meters.size() > most) {
      meters.values().removeIf(Meter::isFull);
      if (meters.size() > most) {
        forgetLeastUsed(meters.size() - most + most / 10);
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

  /** The most that each kind may keep so that at least so many go. */
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

  /** How many there are left, as far as this gateway knows. */
  long left(Limit limit, String of) {
    Meter meter = meters.get(new Key(limit, of, ""));
    return meter == null ? Long.MAX_VALUE : meter.left();
  }

  int size() {
    return meters.size();
  }

  private void sync(SharedMeters shared, Key key, Meter meter) {
    long taken = meter.tell();
    if (taken != 0 && settings != null) {
      var answer = shared.take(key.limit(), rate(settings, key), key.text(), taken);
      var unused = answer.thenAccept(meter::learn);
    }
  }

  /** The gateway's clock, as buckets want it. */
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
