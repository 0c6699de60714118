package chat.infra.prove.judge;

import java.util.Arrays;

/** A growing list of times. */
final class Durations {

  private long[] values = new long[64];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  Percentiles percentiles() {
    return Percentiles.of(Arrays.copyOf(values, size));
  }
}
