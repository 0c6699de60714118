package chat.upload.scan;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are scanned for malware.
 *
 * @param clamd host and port of a clamd, as {@code clamd:3310}, which must accept streams of the
 *     largest file ({@code StreamMaxLength}); empty: files are not scanned. While it does not
 *     answer, uploads wait in quarantine
 * @param timeout longest wait for clamd to read some bytes or to answer
 * @param threads number of files that are scanned at a time
 * @param queue largest number of files that wait in memory
 * @param answerWithin longest wait of the answer to an upload for the verdict
 */
@ConfigurationProperties("chat.scan")
public record ScanSettings(
    String clamd, Duration timeout, int threads, int queue, Duration answerWithin) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int THREADS = 2;

  /** Files that do not fit are found again after a minute. */
  private static final int QUEUE = 1000;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  public ScanSettings {
    if (!clamd.isEmpty() && !clamd.matches("[^:\\s]+:\\d{1,5}")) {
      throw new IllegalArgumentException("chat.scan.clamd: " + clamd + " (expected: host:port)");
    }
  }

  @ConstructorBinding
  ScanSettings(@DefaultValue("") String clamd) {
    this(clamd, TIMEOUT, THREADS, QUEUE, ANSWER_WITHIN);
  }

  /** Whether files are scanned at all. */
  public boolean isOn() {
    return !clamd.isEmpty();
  }

  String host() {
    return clamd.substring(0, clamd.lastIndexOf(':'));
  }

  int port() {
    return Integer.parseInt(clamd.substring(clamd.lastIndexOf(':') + 1));
  }
}
