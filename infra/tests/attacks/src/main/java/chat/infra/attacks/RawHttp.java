package chat.infra.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Talks to a port of this machine in bytes that no client library would send.
 *
 * @param port the port of the server
 */
public record RawHttp(int port) {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int CHUNKS = 10_000;

  /** Maximum length of an answer that is read; a server that sends more has failed. */
  private static final int LONGEST_ANSWER = 1 << 20;

  /** The answer to a request without a body, up to the connection's end. */
  public String ask(String line, String... headers) {
    return ask(line, headers, output -> {});
  }

  /** The same for a request with a chunked body that does not end before the answer comes. */
  public String askEndless(String line, String... headers) {
    byte[] chunk = ("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(ISO_8859_1);
    return ask(
        line,
        headers,
        output -> {
          for (int i = 0; i < CHUNKS; i++) {
            output.write(chunk);
          }
          throw new AssertionError("40 MB were read");
        });
  }

  /** Sends the beginning of a request and disconnects. */
  public void cut(String line, String... headers) {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes(line, headers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens connections that each send the same bytes and then nothing; the caller closes them. */
  public List<Socket> open(int count, String beginning) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket socket = connect();
      sockets.add(socket);
      socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
    }
    return sockets;
  }

  /** Whether the server closes a connection, also after an answer, while nothing is sent. */
  public static boolean isLetGo(Socket socket) {
    try {
      for (int read = 0; read < LONGEST_ANSWER; read++) {
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** The first line that comes; empty if the server closes the connection instead. */
  public static String statusLine(Socket socket) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = socket.getInputStream().read();
        b >= 0 && b != '\n';
        b = socket.getInputStream().read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  private interface Body {
    void write(OutputStream output) throws IOException;
  }

  private String ask(String line, String[] headers, Body body) {
    try (Socket socket = connect()) {
      try {
        socket.getOutputStream().write(bytes(line, headers));
        body.write(socket.getOutputStream());
      } catch (SocketException e) {
        // Closed while we wrote: the answer is there already, or none will come.
      }
      return read(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] bytes = new byte[4096];
    try {
      for (int n;
          (n = socket.getInputStream().read(bytes)) >= 0 && answer.size() < LONGEST_ANSWER; ) {
        answer.write(bytes, 0, n);
      }
    } catch (SocketException e) {
      // Reset after the answer, because not everything we wrote was read.
    }
    return answer.toString(ISO_8859_1);
  }

  private static byte[] bytes(String line, String... headers) {
    boolean hasHost = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"));
    return (line
            + "\r\n"
            + String.join("\r\n", headers)
            + (headers.length == 0 ? "" : "\r\n")
            + (hasHost ? "" : "Host: localhost\r\n")
            + "Connection: close\r\n\r\n")
        .getBytes(ISO_8859_1);
  }
}
