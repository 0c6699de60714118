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
 * Removes the files of erased accounts, however many they are: at once if a thread is free, and
 * again in a round of {@link Upkeep}, for which a check is scheduled first. So no user's files wait
 * behind another's, and a crash forgets nothing. Thread-safe.
 */
@Component
final class ErasedOwners {

  private static final Logger LOG = LoggerFactory.getLogger(ErasedOwners.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final int WAITING = 1_000;

  /** No id of a file begins like this. */
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

  /** Removes all files of an erased account. */
  void erased(String user) {
    checks.add(MARK + user, clock.instant().plus(AGAIN));
    thread.execute(() -> tryToRelease(user));
  }

  /** Whether a check is for an owner instead of a file. */
  static boolean isOwner(String check) {
    return check.startsWith(MARK);
  }

  /** Runs the check of an owner. */
  void release(String check) {
    releaseAll(check.substring(MARK.length()));
  }

  private void tryToRelease(String user) {
    try {
      releaseAll(user);
    } catch (RuntimeException e) {
      LOG.warn(
          "removing files of user={} failed, a later round repeats it: {}", user, e.toString());
    }
  }

  private void releaseAll(String user) {
    quotas.files(user).forEach(this::delete);
  }

  /** Schedules the check first: a row marked as deleted without a check would stay for ever. */
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
