package chat.gateway.limits;

import chat.gateway.problem.Refusal;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says at once whether somebody may do something yet. Threads may share it. */
public final class Limits {

  private final @Nullable LimitSettings settings;
  private final TimeMeter time;
  private final Map<Key, Meter> meters = new ConcurrentHashMap<>();
  private final Set<Key> changed = ConcurrentHashMap.newKeySet();
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
    this.whenHit = whenHit;
    this.settings = settings == null || !settings.enabled() ? null : settings;
    this.time = new ClockMeter(clock);
  }

  /** Anybody may do anything. */
  public static Limits none() {
    return new Limits(null, InstantSource.system());
  }

  /** Whose limit. */
  record Key(Limit limit, String of) {}

  /**
   * Counts one.
   *
   * @param of id of the user, name of the room, or the address
   * @throws Refusal {@code rate_limited}, with when to try again, if there is none left
   */
  public void take(Limit limit, String of) {
    if (settings == null) {
      return;
    }
    Key key = new Key(limit, of);
    Rate rate = limit.rate(settings);
    Duration wait = meters.computeIfAbsent(key, any -> new Meter(rate, time)).take();
    if (!wait.isZero()) {
      whenHit.accept(limit);
      throw Refusal.overQuota(
          new Refusal.Quota(limit.word(), rate.tokens(), rate.period()), roundUp(wait));
    }
    if (limit.isShared()) {
      changed.add(key);
    }
  }

  /** Counts one message. */
  public void takeSend(String user, String room) {
    take(Limit.SEND_USER, user);
    take(Limit.SEND_ROOM, room);
  }

  /** Counts one less: it turned out to be none of those that are limited. */
  public void giveBack(Limit limit, String of) {
    Key key = new Key(limit, of);
    Meter meter = meters.get(key);
    if (meter != null) {
      meter.giveBack();
      changed.add(key);
    }
  }

  /** Tells others what was taken here, and learns what they took. */
  void sync(SharedMeters shared, int most) {
    if (settings == null) {
      return;
    }
    int left = most;
    for (var keys = changed.iterator(); keys.hasNext() && left > 0; left--) {
      Key key = keys.next();
      keys.remove();
      Meter meter = meters.get(key);
      if (meter != null) {
        sync(shared, key, meter);
      }
    }
  }

  /** Forgets what makes no difference; if there is too much all the same, all of it. */
  void tidy() {
    if (settings != null && meters.size() > settings.remembered()) {
      meters.values().removeIf(Meter::isFull);
      if (meters.size() > settings.remembered()) {
        meters.clear(); // what others were told of is learned again from them
        changed.clear();
      }
    }
  }

  private static Duration roundUp(Duration wait) {
    return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
  }

  /** How many there are left, as far as this gateway knows. */
  long left(Limit limit, String of) {
    Meter meter = meters.get(new Key(limit, of));
    return meter == null ? Long.MAX_VALUE : meter.left();
  }

  int size() {
    return meters.size();
  }

  private void sync(SharedMeters shared, Key key, Meter meter) {
    long taken = meter.tell();
    if (taken != 0 && settings != null) {
      var answer = shared.take(key.limit(), key.limit().rate(settings), key.of(), taken);
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
