package chat.upload.upkeep;

import chat.contract.file.FileEvent;
import chat.upload.file.Avatars;
import chat.upload.file.FileChecks;
import chat.upload.file.FileEvents;
import chat.upload.file.FileStatus;
import chat.upload.file.FileUses;
import chat.upload.file.Files;
import chat.upload.file.Quotas;
import chat.upload.file.Scans;
import chat.upload.file.StoredFile;
import chat.upload.file.UploadSettings;
import chat.upload.storage.FileBucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks files that are due and removes the ones that have to go. Any process may do it at any
 * time: each step is repeatable, and a check ends only after its result was carried out.
 */
@Component
class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final UploadSettings uploads;
  private final UpkeepSettings settings;
  private final Files files;
  private final FileChecks checks;
  private final FileUses uses;
  private final Avatars avatars;
  private final Quotas quotas;
  private final FileBucket bucket;
  private final FileEvents events;
  private final Scans scans;
  private final ErasedOwners owners;
  private final UseProgress progress;
  private final InstantSource clock;
  private final Counter gone;

  Upkeep(
      UploadSettings uploads,
      UpkeepSettings settings,
      Files files,
      FileChecks checks,
      FileUses uses,
      Avatars avatars,
      Quotas quotas,
      FileBucket bucket,
      FileEvents events,
      Scans scans,
      ErasedOwners owners,
      UseProgress progress,
      InstantSource clock,
      MeterRegistry meters) {
    this.uploads = uploads;
    this.settings = settings;
    this.files = files;
    this.checks = checks;
    this.uses = uses;
    this.avatars = avatars;
    this.quotas = quotas;
    this.bucket = bucket;
    this.events = events;
    this.scans = scans;
    this.owners = owners;
    this.progress = progress;
    this.clock = clock;
    this.gone = Counter.builder("chat.upload.gone").description("removed files").register(meters);
  }

  /** Runs one round over all due checks, up to the batch size. */
  void round() {
    Instant now = clock.instant();
    boolean known = progress.hasPassed(now.minus(settings.grace().dividedBy(2)));
    for (int shard = 0; shard < FileChecks.SHARDS; shard++) {
      for (FileChecks.Due due : checks.due(shard, now, settings.batch())) {
        lookAt(due, now, known);
      }
    }
    int parts = bucket.abortBefore(now.minus(settings.partsKept()));
    if (parts > 0) {
      LOG.info("aborted {} dead uploads", parts);
    }
  }

  /** A failed check does not affect the next one. */
  private void lookAt(FileChecks.Due due, Instant now, boolean known) {
    try {
      if (lookAt(due.file(), now, known)) {
        checks.add(due.file(), now.plus(SOON));
      }
      checks.done(due);
    } catch (RuntimeException e) {
      LOG.warn("the check of file={} failed and will be repeated: {}", due.file(), e.toString());
    }
  }

  /** Returns whether another check is needed soon. */
  private boolean lookAt(String check, Instant now, boolean known) {
    if (ErasedOwners.isOwner(check)) {
      owners.release(check);
      return false;
    }
    Optional<StoredFile> file = files.find(check);
    return file.isPresent() ? treat(file.get(), now, known) : clearAway(check);
  }

  /** Carries out the decision; returns whether another check is needed soon. */
  private boolean treat(StoredFile file, Instant now, boolean known) {
    if (!file.announced() && file.status() != FileStatus.DELETED && !tell(file)) {
      return true;
    }
    boolean used = uses.isUsed(file.id()) || avatars.contain(file);
    boolean waited = !file.statusAt().plus(settings.grace()).isAfter(now);
    switch (Fate.of(file, used, known && waited, now, uploads.unusedFor())) {
      case KEEP -> {
        return false;
      }
      case WAIT -> {
        return true;
      }
      case SCAN -> {
        var unused = scans.begin(file.id());
        return true;
      }
      case EXPIRE -> {
        return files.change(file.id(), file.status(), FileStatus.EXPIRED, now);
      }
      case RESTORE -> {
        return !files.change(file.id(), FileStatus.EXPIRED, FileStatus.CLEAN, now);
      }
      case DELETE -> {
        return !delete(file, now);
      }
    }
    return false;
  }

  private boolean tell(StoredFile file) {
    boolean told = events.tell(file.uploaded());
    if (told && file.statusAt().isAfter(file.createdAt())) {
      told = events.tell(scanned(file));
    }
    if (told) {
      files.setAnnounced(file.id());
    }
    return told;
  }

  private static FileEvent scanned(StoredFile file) {
    return new FileEvent.Scanned(
        file.id(), file.owner(), file.status().word(), file.statusAt().toEpochMilli());
  }

  /** Removes the row last: while it exists, the remains can be found and removed again. */
  private boolean delete(StoredFile file, Instant now) {
    StoredFile.keysOf(file.id()).forEach(bucket::delete);
    FileEvent event = new FileEvent.Removed(file.id(), file.owner(), now.toEpochMilli());
    if (!events.tell(event)) {
      return false;
    }
    quotas.release(file.owner(), file.id());
    files.remove(file.id());
    gone.increment();
    return true;
  }

  /** Removes the remains of an upload that died before its row was written. */
  private boolean clearAway(String id) {
    StoredFile.keysOf(id).forEach(bucket::delete);
    return false;
  }
}
