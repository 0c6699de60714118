package chat.bench.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run over sockets of a target, with messages at one rate after the other.
 *
 * @param target the system under load
 * @param sockets number of receiving sockets
 * @param rooms number of rooms over which they are spread
 * @param senders number of sockets that only send
 * @param contentBytes approximate length of a message's text
 */
record Run(Target target, int sockets, int rooms, int senders, int contentBytes) {

  private static final long SECOND = 1_000_000_000L;
  private static final int NEXT_RATE_WARM_UP_SECONDS = 3;
  private static final long REST_NANOS = 15 * SECOND;
  private static final int STAMP = 18;

  /** Receives the result of each step at once. */
  interface Report {
    void step(Step step);
  }

  /**
   * Holds each rate for some time; ends early at the first rate that the target can't sustain.
   *
   * @param warmUpSeconds time at the first rate before the measurement, for just-in-time
   *     compilation
   * @param worstMillis the 99th percentile above which a rate is not sustained
   */
  void carryOut(
      List<Integer> rates, int warmUpSeconds, int seconds, double worstMillis, Report report)
      throws IOException, InterruptedException {
    Tally tally = new Tally();
    try (Crowd crowd = new Crowd(target.addresses(), target.dialect(), tally)) {
      crowd.open(sockets, rooms, true);
      crowd.open(senders, rooms, false);
      List<LoadSocket> sending = crowd.sockets().subList(sockets, sockets + senders);
      int warmUp = warmUpSeconds;
      for (int rate : rates) {
        Step step = step(tally, sending, rate, warmUp, seconds);
        warmUp = NEXT_RATE_WARM_UP_SECONDS;
        report.step(step);
        if (!step.isSustained(worstMillis)) {
          return;
        }
      }
    }
  }

  private Step step(Tally tally, List<LoadSocket> sending, int rate, int warmUpSeconds, int seconds)
      throws InterruptedException {
    Plan plan = new Plan(rate, rooms, "x".repeat(Math.max(0, contentBytes - STAMP)));
    long start = System.nanoTime();
    plan.carryOut(sending, target.dialect(), start, start + warmUpSeconds * SECOND);
    long from = System.nanoTime();
    long to = from + seconds * SECOND;
    Tally.Span span = tally.measure(from, to);
    ServerProcesses holders = target.servers().named(Target.SOCKET_SERVER);
    ServerProcesses broker = target.servers().named(target.broker());
    double holdersBefore = holders.processorSeconds();
    double brokerBefore = broker.processorSeconds();
    Map<String, Double> before = target.servers().processorSecondsByName();
    long sent = plan.carryOut(sending, target.dialect(), from, to);
    long expected = sent * (sockets / rooms);
    rest(tally, span, expected, sent);
    return new Step(
        target.name(),
        sockets,
        rooms,
        rate,
        seconds,
        sent,
        expected,
        span,
        holders.processorSeconds() - holdersBefore,
        broker.processorSeconds() - brokerBefore,
        used(before, target.servers().processorSecondsByName()));
  }

  private static Map<String, Double> used(Map<String, Double> before, Map<String, Double> after) {
    Map<String, Double> used = new LinkedHashMap<>(after);
    used.replaceAll((process, seconds) -> seconds - before.getOrDefault(process, 0.0));
    return used;
  }

  /** Waits until everything has come, or the target has stopped making progress. */
  private void rest(Tally tally, Tally.Span span, long expected, long sent)
      throws InterruptedException {
    long deadline = System.nanoTime() + REST_NANOS;
    while (System.nanoTime() < deadline
        && tally.lostSockets() == 0
        && (span.delivered() < expected
            || (target.acknowledges() && span.acks.getTotalCount() < sent))) {
      Thread.sleep(10);
    }
  }
}
