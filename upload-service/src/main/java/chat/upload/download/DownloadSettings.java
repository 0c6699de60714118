package chat.upload.download;

import java.time.Duration;

/**
 * How files are sent to clients that have a link.
 *
 * @param storageTimeout longest wait for S3 to answer, or to go on
 * @param within longest time of one download, however slowly its client reads
 * @param atOnce largest number of downloads under way, of which one user has a third; more are
 *     refused with 503
 */
record DownloadSettings(Duration storageTimeout, Duration within, int atOnce) {

  /** Each download under way has a thread, and blocks of its own. */
  static final DownloadSettings DEFAULT =
      new DownloadSettings(Duration.ofSeconds(10), Duration.ofMinutes(15), 300);
}
