package chat.infra.prove.soak;

import chat.infra.prove.client.Devices;
import chat.infra.prove.fault.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Load for a long time, with clients that come and go, and faults now and then. In the begin, in
 * the middle and in the end there is a calm, in which what the installation holds is measured.
 */
public final class Soak implements Iterator<Fault> {

  private static final Duration CHURN = Duration.ofMillis(500);
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** Longer than leases, idle connections and retries of a moment last. */
  private static final Duration CALM = Duration.ofSeconds(20);

  private final Devices devices;
  private final int rate;
  private final Duration length;
  private final UsageMeter meter;
  private final Iterator<Fault> faults;
  private final List<Sample> samples = new ArrayList<>();
  private final long begin = System.nanoTime();

  /**
   * A soak that begins now.
   *
   * @param rate messages per second
   * @param faults without end; none ends a part, as a new process hides what the old one held
   */
  public Soak(
      Devices devices, int rate, Duration length, UsageMeter meter, Iterator<Fault> faults) {
    this.devices = devices;
    this.rate = rate;
    this.length = length;
    this.meter = meter;
    this.faults = faults;
  }

  /** What was measured. */
  public Growth growth() {
    return new Growth(samples);
  }

  @Override
  public boolean hasNext() {
    return samples.size() < Growth.ALL;
  }

  @Override
  public Fault next() {
    Duration past = Duration.ofNanos(System.nanoTime() - begin);
    if (samples.isEmpty()) {
      return calm("begin");
    }
    if (samples.size() == 1 && past.compareTo(length.dividedBy(2)) >= 0) {
      return calm("middle");
    }
    return past.compareTo(length) >= 0 ? calm("end") : faults.next();
  }

  private Fault calm(String moment) {
    return new Fault(
        "calm, measured: " + moment, Duration.ZERO, () -> measure(moment), () -> {}, false);
  }

  private void measure(String moment) throws IOException, InterruptedException {
    devices.quiet();
    if (!devices.awaitIdle(IDLE) || !devices.awaitLive(IDLE)) {
      throw new IOException("clients are not idle after " + IDLE);
    }
    TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
    samples.add(meter.measure(moment));
    if (hasNext()) {
      devices.send(rate);
      devices.churn(CHURN);
    }
  }
}
