package chat.infra.prove.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** A series of faults by name. */
public enum Scenario {
  /** No faults: the installation as it is. */
  NONE("load without faults"),
  KILL("each part is killed"),
  PAUSE("each part stands still"),
  ALL("all parts stand still at once, then all are killed at once"),
  ROLLING("all gateways are restarted one after the other"),
  REDIS("redis is emptied, killed and paused"),
  SOCKETS("the sockets of all clients are cut at once"),
  SHORT("one gateway is killed, the log stands still");

  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Duration STILL = Duration.ofSeconds(6);

  private final String purpose;

  Scenario(String purpose) {
    this.purpose = purpose;
  }

  /** One line of help. */
  public String purpose() {
    return purpose;
  }

  /** Its faults, for some parts of an installation. */
  public List<Fault> faults(Faults faults, List<String> parts) {
    return switch (this) {
      case NONE -> List.of();
      case KILL -> parts.stream().map(part -> faults.kill(part, DOWN)).toList();
      case PAUSE -> parts.stream().map(part -> faults.pause(part, STILL)).toList();
      case ALL -> List.of(faults.pauseAll(parts, STILL), faults.killAll(parts, DOWN));
      case ROLLING ->
          parts.stream().filter(part -> part.startsWith("gateway")).map(faults::drain).toList();
      case REDIS ->
          parts.contains("redis")
              ? List.of(
                  faults.emptyRedis(), faults.kill("redis", DOWN), faults.pause("redis", STILL))
              : List.of();
      case SOCKETS -> List.of(faults.cutSockets(), faults.cutSockets());
      case SHORT ->
          parts.containsAll(List.of("gateway-2", "kafka"))
              ? List.of(faults.kill("gateway-2", Duration.ZERO), faults.pause("kafka", DOWN))
              : List.of();
    };
  }

  /** A random mix without end. */
  public static Iterator<Fault> mix(Faults faults, List<String> parts, long seed) {
    return new RandomMix(faults, parts, new Random(seed));
  }
}
