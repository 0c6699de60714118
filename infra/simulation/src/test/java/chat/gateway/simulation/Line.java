package chat.gateway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.gateway.broadcast.CloseReason;
import chat.gateway.broadcast.Outlet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One socket, of which the client reads when it likes. */
final class Line implements Outlet {

  private final SimulatedClient client;
  private final SimulatedGateway gateway;
  private final World world;
  private final Session session;
  private final List<byte[]> unread = new ArrayList<>();
  private @Nullable Consumer<@Nullable Throwable> written;
  private boolean stalled;
  private boolean hungUp;
  private @Nullable CloseReason closed;

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
    return !stalled && (written != null || closed != null);
  }

  /** The client reads what came, and learns whether this was all. */
  void read() {
    if (stalled) {
      return;
    }
    session.connection().heard(world.time().millis());
    List<byte[]> came = List.copyOf(unread);
    unread.clear();
    came.forEach(frame -> client.take(new String(frame, UTF_8)));
    Consumer<@Nullable Throwable> done = written;
    written = null;
    if (closed != null) {
      client.gone();
    } else if (done != null) {
      done.accept(null);
    }
  }

  /** The client goes without a word. */
  void hangUp() {
    hungUp = true;
    world.network().later(gateway.host(), "end of a line", session.connection()::gone);
  }

  @Override
  public void write(List<byte[]> frames, Consumer<@Nullable Throwable> done) {
    world.invariants().check(written == null, () -> client + " is written to twice at a time");
    if (hungUp) {
      world
          .network()
          .later(gateway.host(), "broken write", () -> done.accept(new IOException("reset")));
      return;
    }
    unread.addAll(frames);
    written = done;
  }

  @Override
  public void ping() {}

  @Override
  public void close(CloseReason reason) {
    closed = reason;
  }

  @Override
  public void abort() {
    // Its peer sees no difference to a close.
  }
}
