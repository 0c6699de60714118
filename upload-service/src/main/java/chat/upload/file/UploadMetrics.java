package chat.upload.file;

import chat.edge.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of uploads. */
final class UploadMetrics {

  private final MeterRegistry meters;
  private final Counter bytes;
  private final Timer time;
  private final AtomicInteger underWay = new AtomicInteger();

  UploadMetrics(MeterRegistry meters, Memory memory) {
    this.meters = meters;
    this.bytes =
        Counter.builder("chat.upload.bytes").description("of accepted files").register(meters);
    this.time =
        Timer.builder("chat.upload.time").description("from request to answer").register(meters);
    Gauge.builder("chat.upload.under.way", underWay, AtomicInteger::get)
        .description("uploads in progress or waiting")
        .register(meters);
    Gauge.builder("chat.upload.waiting", memory, Memory::waiting)
        .description("uploads that wait for memory")
        .register(meters);
    Gauge.builder("chat.upload.memory.free", memory, Memory::free)
        .baseUnit("bytes")
        .description("for parts of uploads")
        .register(meters);
  }

  Timer.Sample begin() {
    underWay.incrementAndGet();
    return Timer.start(meters);
  }

  void end(Timer.Sample begun) {
    underWay.decrementAndGet();
    begun.stop(time);
  }

  void accepted(StoredFile file) {
    bytes.increment((double) file.size());
  }

  void refused(Refusal refusal) {
    Counter.builder("chat.upload.refused")
        .description("refused uploads, by reason")
        .tag("reason", refusal.reason())
        .register(meters)
        .increment();
  }
}
