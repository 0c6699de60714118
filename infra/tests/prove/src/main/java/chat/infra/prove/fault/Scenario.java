package chat.infra.prove.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

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
  BROKERS("of three brokers some are killed, each stands still, then two are killed at once"),
  DISK("the disk of a broker is full"),
  S3("the store of files stands still and is killed"),
  SHORT("one gateway is killed, the log stands still");

  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Duration STILL = Duration.ofSeconds(6);

  /** Longer than a session of a broker, so that the others elect leaders in its place. */
  private static final Duration GONE = Duration.ofSeconds(12);

  private static final List<String> BROKER_NAMES = List.of("kafka-1", "kafka-2", "kafka-3");

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
      case BROKERS -> parts.containsAll(BROKER_NAMES) ? brokers(faults) : List.of();
      case DISK -> disk(faults, parts);
      case S3 ->
          parts.contains("s3")
              ? List.of(
                  faults.pause("s3", STILL), faults.pause("s3", GONE), faults.kill("s3", DOWN))
              : List.of();
      case SHORT ->
          parts.containsAll(List.of("gateway-2", "kafka"))
              ? List.of(faults.kill("gateway-2", Duration.ZERO), faults.pause("kafka", DOWN))
              : List.of();
    };
  }

  /** Each broker leads a third of the log and follows in the rest; one is the controller. */
  private static List<Fault> brokers(Faults faults) {
    return List.of(
        faults.kill(BROKER_NAMES.get(0), GONE),
        faults.pause(BROKER_NAMES.get(1), DOWN),
        faults.pause(BROKER_NAMES.get(0), GONE),
        faults.pause(BROKER_NAMES.get(1), GONE),
        faults.pause(BROKER_NAMES.get(2), GONE),
        faults.kill(BROKER_NAMES.get(2), GONE),
        faults.killMost(BROKER_NAMES.subList(0, 2), GONE));
  }

  /** The only broker's disk, which stops the log, or that of one of several. */
  private static List<Fault> disk(Faults faults, List<String> parts) {
    return Stream.of("kafka", BROKER_NAMES.get(0))
        .filter(parts::contains)
        .map(broker -> faults.fillDisk(broker, GONE, broker.equals("kafka")))
        .toList();
  }

  /** Whether it needs several brokers. */
  public boolean needsBrokers() {
    return this == BROKERS;
  }

  /**
   * A mix of the faults of all scenarios, without end.
   *
   * @param limitsFiles whether this machine has what {@link #DISK} needs
   */
  public static Iterator<Fault> mix(
      Faults faults, List<String> parts, boolean limitsFiles, long seed) {
    List<List<Fault>> scenarios =
        Arrays.stream(values())
            .filter(scenario -> scenario != SHORT && (scenario != DISK || limitsFiles))
            .map(scenario -> scenario.faults(faults, parts))
            .filter(list -> !list.isEmpty())
            .toList();
    return new RandomMix(scenarios, new Random(seed));
  }
}
