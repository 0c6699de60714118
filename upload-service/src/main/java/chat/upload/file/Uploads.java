package chat.upload.file;

import chat.edge.problem.Diagnosis;
import chat.edge.problem.Refusal;
import chat.upload.content.ContentTypes;
import chat.upload.picture.LocationFreeCopy;
import chat.upload.storage.FileBucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Accepts uploads. Before the first byte goes to the bucket, a check of the file is scheduled in
 * {@link FileChecks}, so that a crash leaves nothing unnoticed. The row that makes a file visible
 * is written last.
 */
@Service
class Uploads {

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int ID_BYTES = 16;

  private final UploadSettings settings;
  private final ContentTypes types;
  private final FileBucket bucket;
  private final Files files;
  private final Quotas quotas;
  private final FileChecks checks;
  private final FileEvents events;
  private final Scans scans;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Memory memory;
  private final UploadMetrics metrics;
  private final Diagnosis diagnosis;

  Uploads(
      UploadSettings settings,
      FileBucket bucket,
      Files files,
      Quotas quotas,
      FileChecks checks,
      FileEvents events,
      Scans scans,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters,
      Diagnosis diagnosis) {
    this.settings = settings;
    this.types = new ContentTypes(settings.allowedTypes());
    this.bucket = bucket;
    this.files = files;
    this.quotas = quotas;
    this.checks = checks;
    this.events = events;
    this.scans = scans;
    this.clock = clock;
    this.random = random;
    this.memory = new Memory(settings);
    this.metrics = new UploadMetrics(meters, memory);
    this.diagnosis = diagnosis;
  }

  /**
   * Accepts the file of a form. Waits for the client, for the bucket and, with scanning, shortly
   * for the verdict.
   *
   * @throws RuntimeException if it is refused; then nothing of it is visible
   */
  StoredFile accept(String user, HttpServletRequest request) {
    Timer.Sample begun = metrics.begin();
    try {
      return acceptCounted(user, request);
    } catch (RuntimeException e) {
      metrics.refused(diagnosis.of(e));
      throw e;
    } finally {
      metrics.end(begun);
    }
  }

  private StoredFile acceptCounted(String user, HttpServletRequest request) {
    long length = request.getContentLengthLong();
    int part = (int) (length < 0 ? UploadSettings.PART : Math.min(UploadSettings.PART, length));
    String id = newId();
    try (Memory.Lease lease = memory.acquire(user, Math.max(1, part))) {
      long most = settings.maxSize().toBytes();
      quotas.reserve(user, id, length < 0 ? most : Math.min(most, length));
      return receiveOrUndo(user, id, request, lease.buffer);
    }
  }

  private StoredFile receiveOrUndo(
      String user, String id, HttpServletRequest request, byte[] buffer) {
    try {
      checks.add(id, clock.instant().plus(settings.unusedFor()));
      return receive(user, id, request, buffer);
    } catch (RuntimeException e) {
      undo(user, id);
      throw e;
    }
  }

  private StoredFile receive(String user, String id, HttpServletRequest request, byte[] buffer) {
    try (Upload upload = new Upload(settings, types, bucket, StoredFile.keyOf(id), buffer)) {
      new UploadForm(settings).read(request, upload);
      upload.finish();
      String shown =
          LocationFreeCopy.appliesTo(upload.contentType())
              ? ShownCopy.make(bucket, id, upload.contentType(), buffer)
              : null;
      return know(file(user, id, upload, shown));
    }
  }

  /** The row makes the file visible; all later steps are repeated by the upkeep if they fail. */
  private StoredFile know(StoredFile file) {
    quotas.keep(file.owner(), file.id(), file.size());
    files.add(file);
    metrics.accepted(file);
    if (events.tell(file.uploaded())) {
      files.setAnnounced(file.id());
    } else {
      checks.add(file.id(), clock.instant().plus(SOON));
    }
    if (file.status() != FileStatus.QUARANTINE) {
      return file;
    }
    checks.add(file.id(), clock.instant().plus(SOON));
    scans.scanAndWait(file.id());
    return files.find(file.id()).orElse(file);
  }

  private StoredFile file(String user, String id, Upload upload, @Nullable String shown) {
    Instant now = clock.instant();
    return new StoredFile(
        id,
        user,
        upload.room(),
        upload.name(),
        upload.contentType(),
        upload.size(),
        upload.hash(),
        scans.isOn() ? FileStatus.QUARANTINE : FileStatus.CLEAN,
        now,
        now,
        shown,
        null,
        false);
  }

  /** Removes a file that its owner uploaded for a room; schedules the check first. */
  void withdraw(StoredFile file, String user, String room) {
    if (!user.equals(file.owner()) || !room.equals(file.room())) {
      throw Refusal.notFound();
    }
    Instant now = clock.instant();
    checks.add(file.id(), now);
    var unused = files.markDeleted(file.id(), now);
  }

  /** Removes what can be removed now; the check finds the rest. */
  private void undo(String user, String id) {
    try {
      Optional<StoredFile> known = files.find(id);
      if (known.isEmpty()) {
        quotas.release(user, id);
        StoredFile.keysOf(id).forEach(bucket::delete);
      }
    } catch (RuntimeException e) {
      LOG.debug("file={} will be removed later", id, e);
    }
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
