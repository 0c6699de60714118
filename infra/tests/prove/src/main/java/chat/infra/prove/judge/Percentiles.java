package chat.infra.prove.judge;

import java.util.Arrays;

/** Of a number of times. */
public record Percentiles(int count, long p50, long p99, long max) {

  static Percentiles of(long[] values) {
    if (values.length == 0) {
      return new Percentiles(0, 0, 0, 0);
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(
        sorted.length,
        sorted[(sorted.length - 1) / 2],
        sorted[(int) ((sorted.length - 1) * 0.99)],
        sorted[sorted.length - 1]);
  }

  /** Microseconds as milliseconds. */
  Percentiles inMillis() {
    return new Percentiles(count, p50 / 1000, p99 / 1000, max / 1000);
  }
}
