package chat.gateway.broadcast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts what fan-out does: once a write, never once a delivery. Threads share it. */
@Component
final class FanOutMeter {

  private final AtomicInteger open;
  private final Counter writes;
  private final Counter frames;
  private final Counter bytes;
  private final Counter tooSlow;

  FanOutMeter(MeterRegistry registry) {
    this.open = registry.gauge("chat.sockets.open", new AtomicInteger());
    this.writes = registry.counter("chat.sockets.writes");
    this.frames = registry.counter("chat.sockets.frames");
    this.bytes = registry.counter("chat.sockets.bytes");
    this.tooSlow = registry.counter("chat.sockets.too.slow");
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void wrote(int writtenFrames, long writtenBytes) {
    writes.increment();
    frames.increment(writtenFrames);
    bytes.increment((double) writtenBytes);
  }

  void cutOff() {
    tooSlow.increment();
  }
}
