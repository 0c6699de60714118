package chat.upload.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import chat.upload.file.FileStatus;
import chat.upload.file.StoredFile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FateTest {

  private static final Instant MADE = Instant.ofEpochSecond(1_000_000);
  private static final Duration DAY = Duration.ofHours(24);

  @Test
  void a_file_that_is_used_stays() {
    assertThat(fate(FileStatus.CLEAN, true, true, DAY)).isEqualTo(Fate.KEEP);
  }

  @Test
  void a_file_that_nothing_uses_expires_with_its_time_and_then_goes() {
    assertThat(fate(FileStatus.CLEAN, false, true, DAY.minusSeconds(1))).isEqualTo(Fate.KEEP);
    assertThat(fate(FileStatus.CLEAN, false, true, DAY)).isEqualTo(Fate.EXPIRE);
    assertThat(fate(FileStatus.INFECTED, false, true, DAY)).isEqualTo(Fate.EXPIRE);
    assertThat(fate(FileStatus.QUARANTINE, false, true, DAY)).isEqualTo(Fate.EXPIRE);
    assertThat(fate(FileStatus.EXPIRED, false, true, DAY)).isEqualTo(Fate.DELETE);
  }

  @Test
  void an_expired_file_waits_until_all_uses_are_known_and_comes_back_with_one() {
    assertThat(fate(FileStatus.EXPIRED, false, false, DAY)).isEqualTo(Fate.WAIT);
    assertThat(fate(FileStatus.EXPIRED, true, false, DAY)).isEqualTo(Fate.RESTORE);
  }

  @Test
  void a_file_in_quarantine_is_looked_through() {
    assertThat(fate(FileStatus.QUARANTINE, false, true, Duration.ZERO)).isEqualTo(Fate.SCAN);
  }

  @Test
  void a_deleted_file_goes_whatever_uses_it() {
    assertThat(fate(FileStatus.DELETED, true, false, Duration.ZERO)).isEqualTo(Fate.DELETE);
  }

  private static Fate fate(FileStatus status, boolean used, boolean known, Duration age) {
    StoredFile file =
        new StoredFile(
            "f", "u", null, "a", "text/plain", 1, "", status, MADE, MADE, null, null, true);
    return Fate.of(file, used, known, MADE.plus(age), DAY);
  }
}
