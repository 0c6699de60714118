package chat.infra.prove.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
  CUTS("of three brokers one gets no requests, then the answers of one are held back"),
  DISK("the disk of a broker is full"),
  S3("the store of files stands still and is killed"),
  CLOCKS("the clock of one part is 10 min ahead, then 10 min behind, then that of the next one"),
  SOAK("steady load, clients that come and go, pauses: nothing holds more in the end"),
  SHORT("one gateway is killed, the log stands still");

  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Duration STILL = Duration.ofSeconds(6);

  /** Longer than a session of a broker, so that the others elect leaders in its place. */
  private static final Duration GONE = Duration.ofSeconds(12);

  private static final Duration LEASE = Duration.ofSeconds(18);

  /** Longer than followers may be behind: a leader that they can't reach goes on without them. */
  private static final Duration UNREACHED = Duration.ofSeconds(20);

  private static final Duration WRONG = Duration.ofMinutes(10);

  /** One of each kind, by its names in systems with one and with several. */
  private static final List<String> WITH_CLOCKS =
      List.of(
          "gateway-1",
          "message-writer",
          "presence-tracker",
          "upload-service",
          "kafka",
          "kafka-1",
          "cassandra");

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
      case CUTS -> parts.containsAll(BROKER_NAMES) ? cuts(faults) : List.of();
      case DISK -> disk(faults, parts);
      case S3 ->
          parts.contains("s3")
              ? List.of(
                  faults.pause("s3", STILL), faults.pause("s3", GONE), faults.kill("s3", DOWN))
              : List.of();
      case CLOCKS ->
          WITH_CLOCKS.stream()
              .filter(parts::contains)
              .flatMap(
                  part ->
                      Stream.of(WRONG, WRONG.negated())
                          .map(ahead -> faults.shiftClock(part, ahead, wrongFor(part))))
              .toList();
      case SOAK -> soak(faults, parts);
      case SHORT ->
          parts.containsAll(List.of("gateway-2", "kafka"))
              ? List.of(faults.kill("gateway-2", Duration.ZERO), faults.pause("kafka", DOWN))
              : List.of();
    };
  }

  /** A gateway's for longer than its lease lasts. */
  private static Duration wrongFor(String part) {
    return part.startsWith("gateway") ? LEASE : STILL;
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

  /** One of them is the controller. */
  private static List<Fault> cuts(Faults faults) {
    return List.of(
        faults.cutRequests(BROKER_NAMES.get(0), STILL),
        faults.cutAnswers(BROKER_NAMES.get(1), STILL),
        faults.cutRequests(BROKER_NAMES.get(1), GONE),
        faults.cutAnswers(BROKER_NAMES.get(2), GONE),
        faults.cutRequests(BROKER_NAMES.get(2), UNREACHED),
        faults.cutAnswers(BROKER_NAMES.get(0), UNREACHED));
  }

  /** The only broker's disk, which stops the log, or that of one of several. */
  private static List<Fault> disk(Faults faults, List<String> parts) {
    return Stream.of("kafka", BROKER_NAMES.get(0))
        .filter(parts::contains)
        .map(broker -> faults.fillDisk(broker, GONE, broker.equals("kafka")))
        .toList();
  }

  /** No fault ends a part, as a new process hides what the old one held. */
  private static List<Fault> soak(Faults faults, List<String> parts) {
    return Stream.of(PAUSE.faults(faults, parts), SOCKETS.faults(faults, parts))
        .flatMap(List::stream)
        .toList();
  }

  /** Why this machine does not allow it; empty if it does. */
  public String obstacle() {
    return switch (this) {
      case DISK -> Parts.limitsFiles() ? "" : "needs the program prlimit of Linux";
      case SOAK ->
          Files.exists(Path.of("/proc/self/status")) ? "" : "needs Linux, which tells of processes";
      case CLOCKS -> Clocks.canBeWrong() ? "" : "needs Linux and a compiler of C, cc";
      default -> "";
    };
  }

  /** Whether it needs several brokers. */
  public boolean needsBrokers() {
    return this == BROKERS || this == CUTS;
  }

  /**
   * A mix of the faults of all scenarios, without end.
   *
   * @param impossible scenarios that this machine does not allow
   */
  public static Iterator<Fault> mix(
      Faults faults, List<String> parts, Set<Scenario> impossible, long seed) {
    List<List<Fault>> scenarios =
        Arrays.stream(values())
            .filter(
                scenario -> scenario != SHORT && scenario != SOAK && !impossible.contains(scenario))
            .map(scenario -> scenario.faults(faults, parts))
            .filter(list -> !list.isEmpty())
            .toList();
    return new RandomMix(scenarios, new Random(seed));
  }

  /** Its own faults by chance, without end. */
  public Iterator<Fault> repeated(Faults faults, List<String> parts, long seed) {
    return new RandomMix(List.of(faults(faults, parts)), new Random(seed));
  }
}
