package chat.bench.load;

import chat.gateway.log.LoggedEvent;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import chat.sockets.websocket.WebSocketFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of an event from the record to the bytes of a socket, once for all sockets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanOutCost {

  private static final int VALUE_BYTES = 300;

  private final LoggedEvent event =
      new LoggedEvent(
          "general",
          "message",
          17_592_186_044_416L,
          17_592_186_044_415L,
          ("{\"type\":\"message\"," + "x".repeat(VALUE_BYTES)).getBytes(StandardCharsets.UTF_8));
  private final Frame frame = Frame.event("general", "message", event.frame());
  private final WireFormat format = WebSocketFrames.PLAIN;
  private final ByteBuffer buffer = ByteBuffer.allocate(2 * VALUE_BYTES);

  /** Prepends the position to a record's value, without parsing it. */
  @Benchmark
  public byte[] splice() {
    return event.frame();
  }

  /** Appends a frame to the bytes of one write. */
  @Benchmark
  public ByteBuffer encode() {
    buffer.clear();
    format.put(frame, buffer);
    return buffer;
  }
}
