package chat.upload.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Speaks the protocol of clamd, and finds the string that every scanner has to find (EICAR). Can be
 * made to be away, or to report errors.
 */
public final class FakeClamd implements AutoCloseable {

  /** In two parts, so that no scanner takes this file for malware. */
  public static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  private static final String COMMAND = "zINSTREAM\0";

  private final ServerSocket server;
  private volatile boolean away;
  private volatile int limit = Integer.MAX_VALUE;

  public FakeClamd() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "fake-clamd");
    thread.setDaemon(true);
    thread.start();
  }

  /** Its address for the setting. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Sets whether it closes all connections. */
  public void setAway(boolean isAway) {
    away = isAway;
  }

  void setLimit(int bytes) {
    limit = bytes;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket caller = server.accept()) {
        if (!away) {
          answer(caller);
        }
      } catch (IOException e) {
        // The client disconnected, or this was closed.
      }
    }
  }

  private void answer(Socket caller) throws IOException {
    DataInputStream in = new DataInputStream(caller.getInputStream());
    String command = new String(in.readNBytes(COMMAND.length()), US_ASCII);
    if (!command.equals(COMMAND)) {
      caller.getOutputStream().write("UNKNOWN COMMAND\0".getBytes(US_ASCII));
      return;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int length = in.readInt(); length > 0; length = in.readInt()) {
      content.writeBytes(in.readNBytes(length));
    }
    caller.getOutputStream().write((verdict(content) + "\0").getBytes(US_ASCII));
  }

  private String verdict(ByteArrayOutputStream content) {
    if (content.size() > limit) {
      return "INSTREAM size limit exceeded. ERROR";
    }
    return content.toString(UTF_8).contains(EICAR)
        ? "stream: Eicar-Test-Signature FOUND"
        : "stream: OK";
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
