package chat.bench.log;

import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.RoomRecord;
import chat.gateway.log.LoggedEvent;
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

/** The cost of a message besides window and tail: encoding, reading and framing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordCost {

  private final Message message = Records.message(1, 1);
  private final byte[] value = RoomEventCodec.encode(message);
  private final byte[] identity = Records.identity(message).toBytes();
  private final LoggedEvent event =
      new LoggedEvent(message.room(), Message.TYPE, 1L << 45, (1L << 45) - 7, value);

  /** Once per appended message in its gateway. */
  @Benchmark
  public byte[] encode() {
    return RoomEventCodec.encode(message);
  }

  /** Also once per appended message: 128 bits of SHA-256. */
  @Benchmark
  public byte[] identify() {
    return Records.identity(message).toBytes();
  }

  /** Once in every reader. */
  @Benchmark
  public RoomRecord read() {
    return Records.read(message.room(), value, identity, 24);
  }

  /** Once for each event with a subscription on this gateway. */
  @Benchmark
  public byte[] frame() {
    return event.frame();
  }
}
