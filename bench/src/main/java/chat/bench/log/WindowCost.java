package chat.bench.log;

import chat.contract.log.Identity;
import chat.contract.log.Window;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of adding a record to a full window, and of a lookup. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowCost {

  /** More than the window holds, so that no identity is still there in the next round. */
  private static final int IDENTITIES = 4 * Window.RECORDS;

  private final Identity[] identities = new Identity[IDENTITIES];
  private final Window window = new Window();
  private long offset;
  private int next;

  /** Fills the window. */
  @Setup
  public void fill() {
    for (int i = 0; i < IDENTITIES; i++) {
      identities[i] = Identity.of("room", "sender", "id-" + i, i);
    }
    for (int i = 0; i < 2 * Window.RECORDS; i++) {
      admitNew();
    }
  }

  /** A new message. */
  @Benchmark
  public long admitNew() {
    return window.admit(offset++, nextIdentity(), null);
  }

  /** A message that was sent twice. */
  @Benchmark
  public long admitDouble() {
    Identity identity = identities[(next + IDENTITIES - 1) % IDENTITIES];
    return window.admit(offset++, identity, null);
  }

  /** The lookup before each send. */
  @Benchmark
  public long find() {
    return window.find(nextIdentity());
  }

  private Identity nextIdentity() {
    next = (next + 1) % IDENTITIES;
    return identities[next];
  }
}
