package chat.infra.prove.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Faults by chance, one after the other. */
final class RandomMix implements Iterator<Fault> {

  private static final int LONGEST_MILLIS = 8_000;

  private final Faults faults;
  private final List<String> names;
  private final List<String> gateways;
  private final Random random;

  RandomMix(Faults faults, List<String> names, Random random) {
    this.faults = faults;
    this.names = names;
    this.gateways = names.stream().filter(name -> name.startsWith("gateway")).toList();
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    Duration lasts = Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> faults.kill(any(names), lasts);
      case 3, 4, 5 -> faults.pause(any(names), lasts);
      case 6 -> gateways.isEmpty() ? faults.cutSockets() : faults.drain(any(gateways));
      case 7 -> names.contains("redis") ? faults.emptyRedis() : faults.cutSockets();
      case 8 -> faults.cutSockets();
      default -> faults.kill(any(gateways.isEmpty() ? names : gateways), lasts);
    };
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
