package chat.infra.attacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;

/** Finds ports for servers that need a fixed one. */
public final class FreePort {

  private static final int TRIES = 5;

  private FreePort() {}

  /** Starts a server on a free port, and tries another one if that was taken meanwhile. */
  public static <T> T start(IntFunction<T> starting) {
    for (int left = TRIES - 1; ; left--) {
      try {
        return starting.apply(any());
      } catch (RuntimeException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  private static int any() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
