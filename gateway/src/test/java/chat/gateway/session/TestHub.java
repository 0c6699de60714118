package chat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Batch;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.Upstream;
import chat.sockets.fanout.WireFormat;
import chat.sockets.websocket.WebSocketFrames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hub with threads of its own, and connections without clients. */
public final class TestHub {

  private static final long ENOUGH = 128 << 20;

  private TestHub() {}

  /** Starts one whose limits no test reaches. */
  public static Hub started() {
    Hub hub =
        new Hub(
            2,
            new FanOutSettings(4, Duration.ofMinutes(1)),
            new ClientMemory(ENOUGH),
            InstantSource.system(),
            new SimpleMeterRegistry());
    hub.start();
    return hub;
  }

  /** A connection whose client reads everything at once. */
  public static Connection connection(Hub hub) {
    return hub.open(new ReadingOutlet());
  }

  /** Lets a connection join a room in which nothing was said. */
  public static void join(Connection connection, String user, String room) {
    Upstream empty =
        new Upstream() {
          @Override
          public long lastSeq() {
            return 0;
          }

          @Override
          public void end() {}
        };
    connection.join(
        user, room, empty, null, joined -> Frame.answer("joined", null, "{}".getBytes(UTF_8)));
  }

  /** The socket of a client that reads everything at once, and keeps it. */
  public static final class Recording implements Outlet {
    private final ReadingOutlet reading = new ReadingOutlet();
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();

    /** The objects that came since the last call. */
    public List<String> take() {
      List<String> taken = new ArrayList<>();
      for (String text = texts.poll(); text != null; text = texts.poll()) {
        taken.add(text);
      }
      return taken;
    }

    @Override
    public WireFormat format() {
      return reading.format();
    }

    @Override
    public void write(ByteBuffer frames, Batch batch, Consumer<@Nullable Throwable> done) {
      batch.frames().forEach(frame -> texts.add(new String(frame.bytes(), UTF_8)));
      reading.write(frames, batch, done);
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }

  private static final class ReadingOutlet implements Outlet {

    @Override
    public WireFormat format() {
      return WebSocketFrames.PLAIN;
    }

    @Override
    public void write(ByteBuffer frames, Batch batch, Consumer<@Nullable Throwable> done) {
      done.accept(null);
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }
}
