package chat.upload.download;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are sent to those who have a link.
 *
 * @param storageTimeout longest wait for S3 to answer, or to go on
 * @param within longest time that one takes, however slowly its client reads
 * @param atOnce how many are under way at most, of which one user has a third; more are refused
 */
@ConfigurationProperties("chat.upload.download")
record DownloadSettings(
    @DefaultValue("10s") Duration storageTimeout,
    @DefaultValue("15m") Duration within,
    @DefaultValue("300") int atOnce) {

  DownloadSettings {
    if (atOnce < 1) {
      throw new IllegalArgumentException(
          "chat.upload.download.at-once: " + atOnce + " (expected: > 0)");
    }
  }
}
