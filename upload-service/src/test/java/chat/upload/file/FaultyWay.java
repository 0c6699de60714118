package chat.upload.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** A connection to a server that can be cut, paused, or end at a full disk. */
final class FaultyWay implements AutoCloseable {

  private static final String FULL =
      "HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  /** The treatment of sent bytes. */
  enum State {
    OPEN,
    CUT,
    STILL,
    FULL
  }

  private final URI server;
  private final ServerSocket entry;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private volatile State state = State.OPEN;
  private volatile State later = State.OPEN;

  FaultyWay(URI server) {
    this.server = server;
    try {
      this.entry = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + entry.getLocalPort());
  }

  synchronized void set(State now) {
    left.set(Long.MAX_VALUE);
    state = now;
    notifyAll();
  }

  /** Changes the state after a number of further bytes. */
  void setAfter(long bytes, State then) {
    state = State.OPEN;
    later = then;
    left.set(bytes);
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Socket client = entry.accept();
        run(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket onward = new Socket(server.getHost(), server.getPort())) {
      run(() -> pass(onward, client, false));
      pass(client, onward, true);
    } catch (IOException e) {
      // One side has disconnected.
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (counted && left.addAndGet(-read) < 0) {
          set(later);
        }
        switch (state) {
          case OPEN -> out.write(bytes, 0, read);
          case CUT -> {
            return;
          }
          case STILL -> awaitChange();
          case FULL -> {
            from.getOutputStream().write(FULL.getBytes(US_ASCII));
            return;
          }
        }
      }
    } catch (IOException e) {
      // One side has disconnected.
    }
  }

  private synchronized void awaitChange() {
    try {
      while (state == State.STILL) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "faulty-way");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      entry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
