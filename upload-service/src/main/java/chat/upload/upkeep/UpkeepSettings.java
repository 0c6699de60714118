package chat.upload.upkeep;

import java.time.Duration;

/**
 * How files are looked after.
 *
 * @param group group by which the upload services share the log of messages
 * @param interval time between two rounds
 * @param grace time for which a file that nothing uses can no longer be attached before it is
 *     deleted; longer than any send is under way
 * @param batch largest number of files of a shard in a round
 * @param partsKept age at which an incomplete upload in parts counts as dead
 */
record UpkeepSettings(
    String group, Duration interval, Duration grace, int batch, Duration partsKept) {

  static UpkeepSettings of(String group) {
    return new UpkeepSettings(
        group, Duration.ofSeconds(30), Duration.ofMinutes(2), 200, Duration.ofHours(6));
  }
}
