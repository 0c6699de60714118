package chat.upload.file;

import chat.contract.file.FileEvent;
import chat.upload.scan.Clamd;
import chat.upload.scan.ScanSettings;
import chat.upload.storage.FileBucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Scans files for malware and releases the clean ones from quarantine. A file that can't be scanned
 * now stays there and is tried again at its next check. Thread-safe.
 */
@Component
public class Scans {

  private static final Logger LOG = LoggerFactory.getLogger(Scans.class);

  private final ScanSettings settings;
  private final Clamd clamd;
  private final Files files;
  private final FileBucket bucket;
  private final FileEvents events;
  private final InstantSource clock;
  private final ThreadPoolExecutor threads;
  private final Timer time;
  private final Counter infected;
  private final Counter failed;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ill = new AtomicBoolean();

  Scans(
      ScanSettings settings,
      Clamd clamd,
      Files files,
      FileBucket bucket,
      FileEvents events,
      InstantSource clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.clamd = clamd;
    this.files = files;
    this.bucket = bucket;
    this.events = events;
    this.clock = clock;
    this.time = Timer.builder("chat.scan.time").description("duration of a scan").register(meters);
    this.infected = meters.counter("chat.scan.infected");
    this.failed = meters.counter("chat.scan.failed");
    this.threads =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            task -> new Thread(task, "scans"));
  }

  boolean isOn() {
    return settings.isOn();
  }

  /** Scans a file soon; does nothing if its scan is in progress, or the queue is full. */
  public CompletableFuture<Void> begin(String id) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!underWay.add(id)) {
      return done;
    }
    try {
      threads.execute(
          () -> {
            scanOnce(id);
            done.complete(null);
          });
    } catch (RejectedExecutionException e) {
      underWay.remove(id);
    }
    return done;
  }

  /** The same, and waits shortly for the verdict. */
  void scanAndWait(String id) {
    try {
      begin(id).get(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("file={} is not scanned yet", id);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scanOnce(String id) {
    try {
      files.find(id).filter(file -> file.status() == FileStatus.QUARANTINE).ifPresent(this::scan);
    } catch (RuntimeException e) {
      trouble(e);
    } finally {
      underWay.remove(id);
    }
  }

  private void scan(StoredFile file) {
    Timer.Sample begun = Timer.start();
    try (InputStream content = bucket.open(file.key())) {
      Clamd.Verdict verdict = clamd.scan(content);
      begun.stop(time);
      settle(file, verdict);
      if (ill.compareAndSet(true, false)) {
        LOG.info("scanning works again");
      }
    } catch (IOException e) {
      trouble(e);
    }
  }

  private void settle(StoredFile file, Clamd.Verdict verdict) {
    Instant now = clock.instant();
    FileStatus status = verdict == Clamd.Verdict.CLEAN ? FileStatus.CLEAN : FileStatus.INFECTED;
    if (!files.change(file.id(), FileStatus.QUARANTINE, status, now)) {
      return;
    }
    if (status == FileStatus.INFECTED) {
      infected.increment();
      LOG.warn("malware in file={} of user={}", file.id(), file.owner());
    }
    boolean told =
        events.tell(
            new FileEvent.Scanned(file.id(), file.owner(), status.word(), now.toEpochMilli()));
    if (!told) {
      files.setUnannounced(file.id());
    }
  }

  /** Logged once per change, not once per file. */
  private void trouble(Exception e) {
    failed.increment();
    if (ill.compareAndSet(false, true)) {
      LOG.warn("scanning failed, files stay in quarantine: {}", e.toString());
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
