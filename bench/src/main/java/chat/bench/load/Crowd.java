package chat.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** Many sockets, and one thread that reads them all. */
final class Crowd implements AutoCloseable {

  /** The kernel has some 28,000 client ports for one address. */
  private static final int SOCKETS_PER_ADDRESS = 20_000;

  /** Connections in progress at a time; more would overflow the server's accept queue. */
  private static final int CONNECTING = 200;

  private static final int BUFFER = 1 << 20;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  /** The time after which a refused socket tries again. */
  private static final long RETRY_NANOS = 2_000_000_000L;

  private final List<InetSocketAddress> servers;
  private final Dialect dialect;
  private final Tally tally;
  private final Selector selector;
  private final Thread reader = new Thread(this::read, "load-reader");
  private final List<LoadSocket> sockets = new ArrayList<>();
  private final Queue<LoadSocket> fresh = new ConcurrentLinkedQueue<>();
  private volatile boolean running = true;
  private long triedAt = System.nanoTime();

  Crowd(List<InetSocketAddress> servers, Dialect dialect, Tally tally) throws IOException {
    this.servers = servers;
    this.dialect = dialect;
    this.tally = tally;
    this.selector = Selector.open();
    reader.setDaemon(true);
    reader.start();
  }

  List<LoadSocket> sockets() {
    return sockets;
  }

  /**
   * Opens sockets, spread evenly over all servers and rooms, and waits until all are ready.
   *
   * @param joining whether they join their rooms
   */
  void open(int count, int rooms, boolean joining) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      int asked = sockets.size();
      await(() -> asked - tally.readySockets() < CONNECTING, "sockets get ready");
      connect("bench-" + i % rooms, joining);
    }
    await(this::areReady, "all sockets are ready");
  }

  /** Whether all are ready; refused ones try again after some time, as clients should. */
  private boolean areReady() {
    long now = System.nanoTime();
    if (now - triedAt > RETRY_NANOS) {
      sockets.forEach(LoadSocket::again);
      triedAt = now;
    }
    return tally.readySockets() >= sockets.size();
  }

  private void connect(String room, boolean joining) throws IOException {
    int number = sockets.size();
    SocketChannel channel = SocketChannel.open();
    int host = 1 + number / SOCKETS_PER_ADDRESS;
    channel.bind(new InetSocketAddress("127.0.0." + host, 0));
    channel.connect(servers.get(number % servers.size()));
    channel.configureBlocking(false);
    channel.socket().setTcpNoDelay(true);
    LoadSocket socket = new LoadSocket(number, room, joining, channel, dialect, tally);
    sockets.add(socket);
    fresh.add(socket);
    selector.wakeup();
  }

  /** Waits for a condition that the reader's thread causes. */
  void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || tally.lostSockets() > 0 || !reader.isAlive()) {
        throw new IllegalStateException(
            "waited in vain until %s: %d of %d sockets ready, %d lost, %d refusals, the first: %s"
                .formatted(
                    what,
                    tally.readySockets(),
                    sockets.size(),
                    tally.lostSockets(),
                    tally.refusals(),
                    tally.firstRefusal()));
      }
      Thread.sleep(1);
    }
  }

  @Override
  public void close() throws IOException {
    running = false;
    selector.wakeup();
    for (LoadSocket socket : sockets) {
      socket.channel().close();
    }
    selector.close();
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (running) {
        selector.select(key -> read(key, buffer));
        for (LoadSocket socket = fresh.poll(); socket != null; socket = fresh.poll()) {
          socket.channel().register(selector, SelectionKey.OP_READ, socket);
          socket.shakeHands("127.0.0.1");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key, ByteBuffer buffer) {
    LoadSocket socket = (LoadSocket) key.attachment();
    try {
      if (!socket.read(buffer)) {
        key.cancel();
        tally.lost();
      }
    } catch (IOException | java.nio.channels.CancelledKeyException e) {
      key.cancel();
      if (running) {
        tally.lost();
      }
    }
  }
}
