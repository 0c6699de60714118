package chat.infra.prove.fault;

import java.time.Duration;
import java.util.List;

/**
 * The faults that can be made.
 *
 * @param parts the processes
 * @param clocks their clocks
 * @param proxies those of the brokers
 * @param cut cuts the sockets of all clients
 */
public record Faults(Parts parts, Clocks clocks, BrokerProxies proxies, Runnable cut) {

  private static final Fault.Step NOTHING = () -> {};

  /** A part is killed, and started after a while. */
  Fault kill(String part, Duration lasts) {
    return new Fault("kill " + part, lasts, () -> parts.kill(part), () -> parts.start(part));
  }

  /** A part stands still for a while. */
  Fault pause(String part, Duration lasts) {
    List<String> paused = List.of(part);
    return new Fault(
        "pause " + part,
        lasts,
        () -> parts.signal("STOP", paused),
        () -> parts.signal("CONT", paused));
  }

  /** A gateway is told to end, which it does after its sockets, and is started again. */
  Fault drain(String gateway) {
    return new Fault(
        "restart " + gateway,
        Duration.ZERO,
        () -> parts.terminate(gateway),
        () -> parts.start(gateway));
  }

  /** All parts are killed at once, and started. */
  Fault killAll(List<String> names, Duration lasts) {
    return new Fault(
        "kill everything", lasts, () -> parts.signal("KILL", names), () -> parts.start(names));
  }

  /** Some parts, without which the log can't be written, are killed at once, and started. */
  Fault killMost(List<String> names, Duration lasts) {
    return new Fault(
        "kill " + String.join(" and ", names),
        lasts,
        () -> parts.signal("KILL", names),
        () -> parts.start(names),
        true);
  }

  /** All parts stand still. */
  Fault pauseAll(List<String> names, Duration lasts) {
    return new Fault(
        "pause everything",
        lasts,
        () -> parts.signal("STOP", names),
        () -> parts.signal("CONT", names));
  }

  /** A part can write nothing more to its files, as if its disk was full. */
  Fault fillDisk(String part, Duration lasts, boolean stopsLog) {
    return new Fault(
        "full disk of " + part,
        lasts,
        () -> parts.limitFiles(part),
        () -> parts.unlimitFiles(part),
        stopsLog);
  }

  /** The clock of a part is wrong, and right again after a while. */
  Fault shiftClock(String part, Duration ahead, Duration lasts) {
    return new Fault(
        "clock of %s %d min %s"
            .formatted(part, ahead.abs().toMinutes(), ahead.isNegative() ? "behind" : "ahead"),
        lasts,
        () -> clocks.set(part, ahead),
        () -> clocks.set(part, Duration.ZERO));
  }

  /** The answers of a broker do not arrive. */
  Fault cutAnswers(String broker, Duration lasts) {
    return new Fault(
        "answers of " + broker + " cut off",
        lasts,
        () -> proxies.of(broker).forEach(proxy -> proxy.answers().cut()),
        () -> proxies.of(broker).forEach(proxy -> proxy.answers().mend()));
  }

  /** A broker gets no requests; its own ones go on. */
  Fault cutRequests(String broker, Duration lasts) {
    return new Fault(
        "requests to " + broker + " cut off",
        lasts,
        () -> proxies.of(broker).forEach(proxy -> proxy.requests().cut()),
        () -> proxies.of(broker).forEach(proxy -> proxy.requests().mend()));
  }

  /** Redis loses everything. */
  Fault emptyRedis() {
    return new Fault("empty redis", Duration.ZERO, parts::emptyRedis, NOTHING);
  }

  /** All clients lose their sockets. */
  Fault cutSockets() {
    return new Fault("cut all sockets", Duration.ZERO, cut::run, NOTHING);
  }
}
