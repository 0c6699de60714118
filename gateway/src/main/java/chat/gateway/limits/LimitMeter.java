package chat.gateway.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Counts refusals by rate limits. */
final class LimitMeter implements Consumer<Limit> {

  private final Map<Limit, Counter> hits = new EnumMap<>(Limit.class);

  LimitMeter(MeterRegistry registry) {
    for (Limit limit : Limit.values()) {
      hits.put(
          limit,
          Counter.builder("chat.limits.hits")
              .description("What was refused as too much, by limit")
              .tag("limit", limit.word())
              .register(registry));
    }
  }

  @Override
  public void accept(Limit limit) {
    Objects.requireNonNull(hits.get(limit)).increment();
  }
}
