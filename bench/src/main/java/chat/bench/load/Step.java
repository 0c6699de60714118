package chat.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The result of one rate.
 *
 * @param seconds its duration
 * @param sent number of messages
 * @param expected number of deliveries that these should cause
 * @param span the measured deliveries
 * @param socketServerSeconds processor time of the processes with the sockets
 * @param brokerSeconds processor time of the broker; 0 if the target has none by that name
 * @param secondsByProcess processor time of each process
 */
record Step(
    String target,
    int sockets,
    int rooms,
    int rate,
    double seconds,
    long sent,
    long expected,
    Tally.Span span,
    double socketServerSeconds,
    double brokerSeconds,
    Map<String, Double> secondsByProcess) {

  private static final double MILLION = 1e6;

  /**
   * Whether the rate was sustained: latency is low enough for a conversation, and nothing is
   * missing.
   */
  boolean isSustained(double worstMillis) {
    return span.delivered() == expected && millis(span.deliveries, 99) <= worstMillis;
  }

  double deliveriesPerSecond() {
    return span.delivered() / seconds;
  }

  /** The figures, in the order in which people read them. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("target", target);
    figures.put("sockets", sockets);
    figures.put("rooms", rooms);
    figures.put("messages/s", rate);
    figures.put("deliveries/s", Math.round(deliveriesPerSecond()));
    figures.put("missing", expected - span.delivered());
    figures.put("p50 ms", millis(span.deliveries, 50));
    figures.put("p99 ms", millis(span.deliveries, 99));
    figures.put("p99.9 ms", millis(span.deliveries, 99.9));
    figures.put("ack p50 ms", millis(span.acks, 50));
    figures.put("ack p99 ms", millis(span.acks, 99));
    figures.put("µs/delivery", socketServerSeconds * MILLION / span.delivered());
    figures.put(
        "µs/delivery, with broker",
        (socketServerSeconds + brokerSeconds) * MILLION / span.delivered());
    double allSeconds = secondsByProcess.values().stream().mapToDouble(Double::doubleValue).sum();
    figures.put("µs/delivery, all", allSeconds * MILLION / span.delivered());
    figures.put("µs/message, all", allSeconds * MILLION / sent);
    secondsByProcess.forEach(
        (process, seconds) -> figures.put("µs/message, " + process, seconds * MILLION / sent));
    return figures;
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0
        ? Double.NaN
        : histogram.getValueAtPercentile(percentile) / MILLION;
  }
}
