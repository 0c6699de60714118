package chat.infra.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between a device and the gateways: each new connection goes to the first gateway that
 * takes it. It can be cut, stand still, and be slow.
 */
final class FaultyLine implements AutoCloseable {

  private static final int BUFFER = 16 * 1024;
  private static final int CONNECT_MILLIS = 2000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<URI> gateways;
  private final ServerSocket server;
  private boolean cut;
  private boolean stalled;
  private Duration delay = Duration.ZERO;

  FaultyLine(List<URI> gateways) {
    this.gateways = gateways;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("faulty-line", this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Ends all connections, and each new one at once. */
  void cut() {
    set(true, false, Duration.ZERO);
    sockets.forEach(FaultyLine::reset);
  }

  /** Keeps all connections, and passes nothing. */
  void stall() {
    set(false, true, Duration.ZERO);
  }

  /** Passes each piece only after a time. */
  void slow(Duration by) {
    set(false, false, by);
  }

  void restore() {
    set(false, false, Duration.ZERO);
  }

  @Override
  public void close() {
    cut();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void set(boolean nowCut, boolean nowStalled, Duration nowDelay) {
    lock.lock();
    try {
      cut = nowCut;
      stalled = nowStalled;
      delay = nowDelay;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        start("faulty-line-client", () -> connect(client));
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private void connect(Socket client) {
    for (URI gateway : isCut() ? List.<URI>of() : gateways) {
      Socket onward = new Socket();
      try {
        onward.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), CONNECT_MILLIS);
        sockets.add(onward);
        start("faulty-line-up", () -> pass(client, onward));
        pass(onward, client);
        return;
      } catch (IOException e) {
        reset(onward);
      }
    }
    end(client);
  }

  private boolean isCut() {
    lock.lock();
    try {
      return cut;
    } finally {
      lock.unlock();
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        awaitPassage();
        out.write(bytes, 0, count);
      }
      awaitPassage();
    } catch (IOException e) {
      // One side has gone, so the other one goes, too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from);
      end(to);
    }
  }

  private void awaitPassage() throws InterruptedException {
    lock.lock();
    try {
      long left = delay.toNanos();
      while (stalled || left > 0) {
        if (stalled) {
          changed.await();
        } else {
          left = changed.awaitNanos(left);
        }
        left = delay.isZero() ? 0 : left;
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It is closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
