package chat.upload.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.springframework.stereotype.Component;

/**
 * A client of clamd with its command INSTREAM (clamd(8)): chunks prefixed by their length, an empty
 * one at the end, then one line with the verdict. One connection per file; thread-safe.
 */
@Component
public final class Clamd {

  private static final int CHUNK = 16 * 1024;
  private static final int LONGEST_ANSWER = 4096;
  private static final int LONGEST_SHOWN = 200;
  private static final String COMMAND = "zINSTREAM\0";
  private static final String CLEAN = "stream: OK";
  private static final String INFECTED = " FOUND";

  private final ScanSettings settings;

  Clamd(ScanSettings settings) {
    this.settings = settings;
  }

  /** The result of a scan. */
  public enum Verdict {
    CLEAN,
    INFECTED
  }

  /**
   * Scans bytes.
   *
   * @throws IOException if there is no verdict: clamd does not answer, or reports an error
   */
  public Verdict scan(InputStream content) throws IOException {
    int timeout = Math.toIntExact(settings.timeout().toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(settings.host(), settings.port()), timeout);
      socket.setSoTimeout(timeout);
      send(content, socket);
      return verdict(socket.getInputStream());
    }
  }

  private static void send(InputStream content, Socket socket) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), CHUNK));
    out.write(COMMAND.getBytes(US_ASCII));
    byte[] chunk = new byte[CHUNK];
    for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
      if (read > 0) {
        out.writeInt(read);
        out.write(chunk, 0, read);
      }
    }
    out.writeInt(0);
    out.flush();
  }

  /** Parses an answer; one without a verdict is shortened to one line for the log. */
  static Verdict verdict(InputStream in) throws IOException {
    String answer = new String(in.readNBytes(LONGEST_ANSWER), UTF_8).replaceAll("[\\x00\\s]+$", "");
    if (answer.equals(CLEAN)) {
      return Verdict.CLEAN;
    }
    if (answer.endsWith(INFECTED)) {
      return Verdict.INFECTED;
    }
    String line = answer.replaceAll("[^\\x20-\\x7e]+", " ");
    String shown = line.substring(0, Math.min(line.length(), LONGEST_SHOWN));
    throw new IOException("clamd: " + (shown.isBlank() ? "no answer" : shown));
  }
}
