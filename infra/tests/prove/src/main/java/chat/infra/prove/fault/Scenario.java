package chat.infra.prove.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** A series of faults by name. */
public enum Scenario {
  /** No faults: the installation as it is. */
  NONE("load without faults", (faults, names) -> List.of()),
  KILL("each part is killed", Scenario::kill),
  PAUSE("each part stands still", Scenario::pause),
  ALL("all parts are killed at once, then stand still at once", Scenario::all),
  ROLLING("all gateways are restarted one after the other", Scenario::rolling),
  REDIS("redis is emptied, killed and paused", Scenario::redis),
  SOCKETS("the sockets of all clients are cut at once", Scenario::sockets),
  SHORT("one gateway is killed, the log stands still", Scenario::brief);

  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Duration STILL = Duration.ofSeconds(6);

  private final String purpose;
  private final BiFunction<Faults, List<String>, List<Fault>> series;

  Scenario(String purpose, BiFunction<Faults, List<String>, List<Fault>> series) {
    this.purpose = purpose;
    this.series = series;
  }

  /** One line of help. */
  public String purpose() {
    return purpose;
  }

  /** Its faults, for some parts of an installation. */
  public Iterator<Fault> faults(Faults faults, List<String> parts) {
    return series.apply(faults, parts).iterator();
  }

  private static List<Fault> kill(Faults faults, List<String> names) {
    return names.stream().map(name -> faults.kill(name, DOWN)).toList();
  }

  private static List<Fault> pause(Faults faults, List<String> names) {
    return names.stream().map(name -> faults.pause(name, STILL)).toList();
  }

  private static List<Fault> all(Faults faults, List<String> names) {
    return List.of(faults.pauseAll(names, STILL), faults.killAll(names, DOWN));
  }

  private static List<Fault> rolling(Faults faults, List<String> names) {
    return names.stream().filter(name -> name.startsWith("gateway")).map(faults::drain).toList();
  }

  private static List<Fault> redis(Faults faults, List<String> names) {
    return List.of(faults.emptyRedis(), faults.kill("redis", DOWN), faults.pause("redis", STILL));
  }

  private static List<Fault> sockets(Faults faults, List<String> names) {
    return List.of(faults.cutSockets(), faults.cutSockets());
  }

  private static List<Fault> brief(Faults faults, List<String> names) {
    return List.of(faults.kill("gateway-2", Duration.ZERO), faults.pause("kafka", DOWN));
  }

  /** A random mix without end. */
  public static Iterator<Fault> mix(Faults faults, List<String> parts, long seed) {
    return new RandomMix(faults, parts, new Random(seed));
  }
}
