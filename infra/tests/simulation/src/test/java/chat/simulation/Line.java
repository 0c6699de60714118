package chat.simulation;

import chat.sockets.fanout.Batch;
import chat.sockets.fanout.Lines;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One socket; the client reads from it at random times. */
final class Line implements Outlet {

  private final SimulatedClient client;
  private final SimulatedGateway gateway;
  private final World world;
  private final Session session;
  private final List<String> unread = new ArrayList<>();
  private @Nullable Consumer<@Nullable Throwable> written;
  private boolean stalled;
  private boolean hungUp;
  private boolean closed;

  Line(SimulatedClient client, SimulatedGateway gateway, World world) {
    this.client = client;
    this.gateway = gateway;
    this.world = world;
    this.session = gateway.open(client.toString(), this);
  }

  SimulatedGateway gateway() {
    return gateway;
  }

  Session session() {
    return session;
  }

  void stall(boolean now) {
    stalled = now;
  }

  boolean hasToRead() {
    return !stalled && (written != null || closed);
  }

  /** The client reads the received frames, and learns of a close. */
  void read() {
    if (stalled) {
      return;
    }
    session.connection().heard(world.time().millis());
    List<String> came = List.copyOf(unread);
    unread.clear();
    came.forEach(this::take);
    Consumer<@Nullable Throwable> done = written;
    written = null;
    if (done != null) {
      done.accept(null);
    }
    if (closed) {
      client.gone();
    }
  }

  /** The client closes the socket without a frame. */
  void hangUp() {
    hungUp = true;
    world.network().later(gateway.host(), "end of a line", session.connection()::gone);
  }

  @Override
  public WireFormat format() {
    return Lines.FORMAT;
  }

  @Override
  public void write(ByteBuffer frames, Batch batch, Consumer<@Nullable Throwable> done) {
    world.invariants().check(written == null, () -> client + " is written to twice at a time");
    if (hungUp) {
      world
          .network()
          .later(gateway.host(), "broken write", () -> done.accept(new IOException("reset")));
      return;
    }
    unread.addAll(Lines.of(frames));
    written = done;
  }

  @Override
  public void end() {
    closed = true;
  }

  @Override
  public void abort() {
    closed = true;
  }

  private void take(String line) {
    if (Lines.reasonOf(line) != null) {
      closed = true;
    } else if (!Lines.isPing(line)) {
      client.take(line);
    }
  }
}
