package chat.gateway.room;

import chat.sockets.fanout.Joined;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts joins by outcome. */
public final class JoinMeter {

  private final Counter live;
  private final Counter recovered;
  private final Counter lost;
  private final Counter refused;

  public JoinMeter(MeterRegistry registry) {
    live = counter(registry, "live");
    recovered = counter(registry, "recovered");
    lost = counter(registry, "lost");
    refused = counter(registry, "refused");
  }

  /** Counts one. */
  void count(Joined joined) {
    if (joined.isRefused()) {
      refused.increment();
    } else if (joined.recovered() == null) {
      live.increment();
    } else {
      (joined.recovered() ? recovered : lost).increment();
    }
  }

  private static Counter counter(MeterRegistry registry, String kind) {
    return Counter.builder("chat.joins")
        .description(
            "Joins of rooms: live asked for nothing missed, recovered got it, lost has to page it")
        .tag("kind", kind)
        .register(registry);
  }
}
