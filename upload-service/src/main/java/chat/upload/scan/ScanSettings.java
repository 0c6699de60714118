package chat.upload.scan;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are looked through for malware.
 *
 * @param clamd host and port of a clamd, which must take streams of the largest file ({@code
 *     StreamMaxLength}); empty: files are not looked through
 * @param timeout longest wait for clamd to take some bytes or to answer
 * @param threads how many files are looked through at once
 * @param queue how many more wait in memory; more are found again after a minute
 * @param answerWithin how long the answer to an upload waits for the verdict
 */
@ConfigurationProperties("chat.scan")
public record ScanSettings(
    @DefaultValue("") String clamd,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue("2") int threads,
    @DefaultValue("1000") int queue,
    @DefaultValue("2s") Duration answerWithin) {

  public ScanSettings {
    if (!clamd.isEmpty() && !clamd.matches("[^:\\s]+:\\d{1,5}")) {
      throw new IllegalArgumentException("chat.scan.clamd: " + clamd + " (expected: host:port)");
    }
  }

  /** Whether files are looked through at all. */
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
