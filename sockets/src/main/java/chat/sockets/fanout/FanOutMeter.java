package chat.sockets.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the fan-out, updated once per write and never per delivery. Thread-safe. */
final class FanOutMeter {

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();
  private final Counter writes;
  private final Counter frames;
  private final Counter bytes;
  private final Counter tooSlow;
  private final Counter forgotten;
  private final AtomicLong remembered = new AtomicLong();
  private final InstantSource dayTime;
  private final Timer delay;
  private final Map<CloseReason, Counter> closes = new EnumMap<>(CloseReason.class);

  /**
   * A meter.
   *
   * @param dayTime the clock with which the times of appends are compared
   */
  FanOutMeter(MeterRegistry registry, InstantSource dayTime) {
    this.dayTime = dayTime;
    Gauge.builder("chat.sockets.open", open, AtomicInteger::get)
        .description("Sockets that are open")
        .register(registry);
    Gauge.builder("chat.sockets.waiting", waiting, AtomicLong::get)
        .description("What waits to be taken by all sockets, as of the last look a second ago")
        .baseUnit("bytes")
        .register(registry);
    writes = counter(registry, "chat.sockets.writes", "Writes to sockets");
    frames = counter(registry, "chat.sockets.frames", "Frames in these writes");
    bytes = counter(registry, "chat.sockets.bytes", "Bytes in these writes");
    tooSlow = counter(registry, "chat.sockets.too.slow", "Sockets closed as they took too little");
    Gauge.builder("chat.sockets.ended", remembered, AtomicLong::get)
        .description("Memory of sockets that ended, for questions of operators")
        .baseUnit("bytes")
        .register(registry);
    forgotten =
        counter(
            registry, "chat.sockets.ended.forgotten", "Ended sockets and joins forgotten early");
    delay =
        Timer.builder("chat.delivery.delay")
            .description("From the log's append to the write to sockets: the oldest of each round")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
    for (CloseReason reason : CloseReason.values()) {
      closes.put(
          reason,
          Counter.builder("chat.sockets.closes")
              .description("Sockets that this gateway closed, by close code")
              .tag("code", Integer.toString(reason.code()))
              .register(registry));
    }
  }

  /** The number of connections. */
  int open() {
    return open.get();
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  /** Counts a close by this gateway. */
  void closes(CloseReason reason) {
    Objects.requireNonNull(closes.get(reason)).increment();
  }

  /** Adds to the number of queued bytes. */
  void waits(long moreBytes) {
    waiting.addAndGet(moreBytes);
  }

  void wrote(int writtenFrames, long writtenBytes) {
    writes.increment();
    frames.increment(writtenFrames);
    bytes.increment((double) writtenBytes);
  }

  /** Counts a delivery of what was appended at a time, in milliseconds. */
  void delivered(long appendedAt) {
    delay.record(Duration.ofMillis(Math.max(0, dayTime.millis() - appendedAt)));
  }

  /** Adds to the bytes of what is remembered of ended sockets. */
  void remembers(long moreBytes) {
    remembered.addAndGet(moreBytes);
  }

  /** Counts an ended socket or subscription for which there is no memory any more. */
  void forgot() {
    forgotten.increment();
  }

  void cutOff() {
    tooSlow.increment();
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
