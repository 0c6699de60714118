package chat.upload.upkeep;

import chat.upload.file.FileChecks;
import chat.upload.file.FileStatus;
import chat.upload.file.Files;
import chat.upload.file.Quotas;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets the files of erased accounts go, however many they are: at once where there is time for it,
 * and again by a round of {@link Upkeep}, to which a check is put down first. So nobody's files
 * wait behind those of another, and nothing is forgotten by a crash. Threads may share it.
 */
@Component
final class ErasedOwners {

  private static final Logger LOG = LoggerFactory.getLogger(ErasedOwners.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final int WAITING = 1_000;

  /** No id of a file begins so. */
  private static final String MARK = "@";

  private final Quotas quotas;
  private final Files files;
  private final FileChecks checks;
  private final InstantSource clock;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> new Thread(task, "erased-owners"),
          new ThreadPoolExecutor.DiscardPolicy()); // the check stays

  ErasedOwners(Quotas quotas, Files files, FileChecks checks, InstantSource clock) {
    this.quotas = quotas;
    this.files = files;
    this.checks = checks;
    this.clock = clock;
  }

  /** An account is gone, and all its files are to go with it. */
  void erased(String user) {
    checks.add(MARK + user, clock.instant().plus(AGAIN));
    thread.execute(() -> tryToRelease(user));
  }

  /** Whether a check is of an owner, and of no file. */
  static boolean isOwner(String check) {
    return check.startsWith(MARK);
  }

  /** Does what a check of an owner is for. */
  void release(String check) {
    releaseAll(check.substring(MARK.length()));
  }

  private void tryToRelease(String user) {
    try {
      releaseAll(user);
    } catch (RuntimeException e) {
      LOG.warn("files of user={} go with a later round: {}", user, e.toString());
    }
  }

  private void releaseAll(String user) {
    quotas.files(user).forEach(this::delete);
  }

  /** First the check: a row that is marked and never looked at again would stay. */
  private void delete(String file) {
    if (files.find(file).filter(row -> row.status() != FileStatus.DELETED).isPresent()) {
      Instant now = clock.instant();
      checks.add(file, now);
      var unused = files.markDeleted(file, now);
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
