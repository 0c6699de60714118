package chat.infra.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The address of the launcher of a data directory: the content of its file <code>run/control</code>
 * .
 *
 * <p>A request is one line, <code>token command part</code>; the answer's first line is <code>ok
 * </code> or <code>failure </code> and the message; its further lines are the result or the
 * failure's details.
 */
record Control(long pid, int port, String token) {
  static final String OK = "ok";
  static final String FAILURE = "failure ";

  /** After this time a launcher that is stopped by a debugger or a full machine counts as hung. */
  private static final int CONNECT_MILLIS = 5_000;

  private static Path file(DataDirectory data) {
    return data.run().resolve("control");
  }

  void write(DataDirectory data) {
    String content = "pid=%d\nport=%d\ntoken=%s\n".formatted(pid, port, token);
    DataDirectory.writePrivately(file(data), content);
  }

  /** The address that was written last; its launcher may be gone. */
  static Optional<Control> read(DataDirectory data) {
    try (Reader reader = Files.newBufferedReader(file(data))) {
      Properties properties = new Properties();
      properties.load(reader);
      return Optional.of(
          new Control(
              Long.parseLong(properties.getProperty("pid")),
              Integer.parseInt(properties.getProperty("port")),
              properties.getProperty("token")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(DataDirectory data) {
    try {
      Files.deleteIfExists(file(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a request and waits without a time limit for the answer.
   *
   * @throws IOException if there is no launcher, or it ended meanwhile
   * @throws Failure if the launcher reports one
   */
  List<String> ask(String command, String part) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      out.println(token + " " + command + " " + part);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      List<String> lines = in.lines().toList();
      if (lines.isEmpty()) {
        throw new IOException("no answer");
      }
      if (lines.get(0).startsWith(FAILURE)) {
        throw new Failure(lines.get(0).substring(FAILURE.length()), lines.subList(1, lines.size()));
      }
      return lines.subList(1, lines.size());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
