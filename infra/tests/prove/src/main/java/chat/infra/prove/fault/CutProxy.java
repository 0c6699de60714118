package chat.infra.prove.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy of TCP that can be cut in one direction. As on a real network nothing is lost by a cut
 * but time: what was sent meanwhile arrives after it, unless a side has given up.
 */
final class CutProxy implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int BYTES = 64 * 1024;

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Direction requests = new Direction();
  private final Direction answers = new Direction();

  /**
   * Opens a port of the loopback address, for another one.
   *
   * @param port 0: any
   */
  CutProxy(int port, int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    start("accept", this::accept);
  }

  /** One direction of all connections. */
  static final class Direction {
    private boolean isCut;

    synchronized void cut() {
      isCut = true;
    }

    synchronized void mend() {
      isCut = false;
      notifyAll();
    }

    private synchronized void await() throws InterruptedException {
      while (isCut) {
        wait();
      }
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** From clients to the target. */
  Direction requests() {
    return requests;
  }

  /** From the target to clients. */
  Direction answers() {
    return answers;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        start("connect", () -> connect(client));
      } catch (IOException e) {
        // A client that went away at once, no descriptors, or the end, which the loop notices.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void connect(Socket client) {
    Socket broker = new Socket();
    open.add(broker);
    if (server.isClosed()) {
      end(client, broker);
      return;
    }
    try {
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    } catch (IOException e) {
      end(client, broker);
      return;
    }
    start("requests", () -> copy(client, broker, requests));
    copy(broker, client, answers);
  }

  private void copy(Socket from, Socket to, Direction direction) {
    byte[] bytes = new byte[BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        direction.await();
        out.write(bytes, 0, count);
      }
      direction.await();
    } catch (IOException e) {
      // One side has ended, so the other one does.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    for (Socket socket : new Socket[] {one, other}) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  private void start(String task, Runnable run) {
    Thread thread = new Thread(run, "proxy-%d-%s".formatted(target, task));
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It is closed.
    }
    requests.mend();
    answers.mend();
    open.forEach(socket -> end(socket, socket));
  }
}
