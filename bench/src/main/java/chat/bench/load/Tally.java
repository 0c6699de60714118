package chat.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * Counts the answers of the servers. Written by the reader's thread; other threads read it when it
 * has come to rest. Counts only messages that were due within the measured span.
 */
final class Tally {

  private static final long MOST_NANOS = 120_000_000_000L;
  private static final int DIGITS = 3;

  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Stamp deliveryStamp = new Stamp();
  private final Stamp ackStamp = new Stamp();
  private volatile String refusal = "";
  private volatile Span span = new Span(Long.MAX_VALUE, Long.MAX_VALUE);

  /** A measured time span, and the answers to the messages that were due in it. */
  static final class Span {
    private final long from;
    private final long to;
    final Histogram deliveries = new Histogram(MOST_NANOS, DIGITS);
    final Histogram acks = new Histogram(MOST_NANOS, DIGITS);
    private volatile long delivered;

    Span(long from, long to) {
      this.from = from;
      this.to = to;
    }

    long delivered() {
      return delivered;
    }

    private boolean contains(long nanos) {
      return nanos >= from && nanos < to;
    }
  }

  /** Counts messages of that span from now on, and no others. */
  Span measure(long from, long to) {
    Span next = new Span(from, to);
    span = next;
    return next;
  }

  void ready() {
    ready.incrementAndGet();
  }

  void lost() {
    lost.incrementAndGet();
  }

  int readySockets() {
    return ready.get();
  }

  int lostSockets() {
    return lost.get();
  }

  int refusals() {
    return refused.get();
  }

  /** The first refusal, in the server's words. */
  String firstRefusal() {
    return refusal;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void count(Dialect.Kind kind, ByteBuffer buffer, int start, int end, long now) {
    if (kind == Dialect.Kind.DELIVERY) {
      long sent = deliveryStamp.find(buffer, start, end);
      Span measured = span;
      if (measured.contains(sent)) {
        measured.deliveries.recordValue(Math.min(MOST_NANOS, Math.max(0, now - sent)));
        measured.delivered++;
      }
    } else if (kind == Dialect.Kind.ACK) {
      long sent = ackStamp.find(buffer, start, end);
      Span measured = span;
      if (measured.contains(sent)) {
        measured.acks.recordValue(Math.min(MOST_NANOS, Math.max(0, now - sent)));
      }
    } else if (kind == Dialect.Kind.REFUSAL) {
      if (refused.getAndIncrement() == 0) {
        refusal = UTF_8.decode(buffer.duplicate().limit(end).position(start)).toString();
      }
    }
  }
}
