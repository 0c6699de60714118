package chat.bench.measure;

import chat.sockets.fanout.Batch;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts the frames of sockets that accept every write at once. */
public final class FrameCounter {

  private static final Lengths FORMAT = new Lengths();

  private final LongAdder frames = new LongAdder();

  /** Another such socket. */
  public Outlet outlet() {
    return new Counting();
  }

  /** Resets the count. */
  public void reset() {
    frames.reset();
  }

  /** Waits until a number of frames have come. */
  public void await(long expected) throws InterruptedException {
    while (frames.sum() < expected) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** A socket that accepts every write at once. */
  private final class Counting implements Outlet {

    @Override
    public WireFormat format() {
      return FORMAT;
    }

    @Override
    public void write(ByteBuffer written, Batch batch, Consumer<@Nullable Throwable> done) {
      frames.add(FORMAT.count(written));
      done.accept(null);
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }

  /** Frames with a length prefix. */
  private static final class Lengths implements WireFormat {

    @Override
    public int size(Frame frame) {
      return Integer.BYTES + frame.bytes().length;
    }

    @Override
    public void put(Frame frame, ByteBuffer to) {
      to.putInt(frame.bytes().length).put(frame.bytes());
    }

    @Override
    public Frame ping() {
      return Frame.raw(new byte[0]);
    }

    @Override
    public Frame close(CloseReason reason) {
      return Frame.close(reason, new byte[0]);
    }

    long count(ByteBuffer frames) {
      long count = 0;
      while (frames.hasRemaining()) {
        int length = frames.getInt();
        frames.position(frames.position() + length);
        count++;
      }
      return count;
    }
  }
}
