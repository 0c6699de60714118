package chat.gateway.bulk;

import static chat.edge.problem.ProblemCode.TOO_LARGE;

import chat.edge.problem.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One import: reads lines and runs a limited number of them at a time, on the thread that calls. A
 * client that does not read its answers is not read from, as the same thread writes them. Answers
 * follow at once whenever the client has to send more: all lines read by then are finished first.
 */
final class ImportRun {

  /** Longest line, in bytes: as the longest body of a request. */
  static final int MAX_LINE = 64 * 1024;

  /**
   * Lines under way at a time. So many messages wait for one another in the log's batches, and a
   * live message waits for few of them.
   */
  static final int IN_FLIGHT = 96;

  /** Longer than any line takes: each of its steps has a deadline of its own. */
  private static final Duration STUCK = Duration.ofMinutes(2);

  private static final byte LINE_FEED = '\n';

  private final LineSplitter reader;
  private final OutputStream out;
  private final ImportSteps steps;
  private final JsonMapper json;
  private final ImportPace pace;
  private final BooleanSupplier stopping;
  private final Semaphore permits = new Semaphore(IN_FLIGHT);
  private final Queue<RefusedLine> refused = new ConcurrentLinkedQueue<>();
  private final AtomicLong imported = new AtomicLong();
  private final AtomicLong known = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** Lines that may be carried out without another wait. */
  private int allowed;

  /**
   * An import.
   *
   * @param stopping whether this gateway is about to stop, so that no further line is read
   */
  ImportRun(
      InputStream in,
      OutputStream out,
      ImportSteps steps,
      JsonMapper json,
      ImportPace pace,
      BooleanSupplier stopping) {
    this.reader = new LineSplitter(in, MAX_LINE);
    this.out = out;
    this.steps = steps;
    this.json = json;
    this.pace = pace;
    this.stopping = stopping;
  }

  /**
   * Runs to the end of the input.
   *
   * @return what was done, as the client was told
   * @throws IOException if the client is gone; the lines that were read take effect nevertheless
   */
  ImportCounts run() throws IOException {
    boolean done = false;
    while (!stopping.getAsBoolean()) {
      LineSplitter.Line line = reader.next();
      if (line == null) {
        done = true;
        break;
      }
      handle(line);
      if (reader.mayBlock()) {
        settle();
        out.flush();
      }
    }
    settle();
    ImportCounts counts = counts(done);
    write(counts);
    out.flush();
    return counts;
  }

  /** What was done until now. */
  ImportCounts counts(boolean done) {
    long changed = imported.get();
    long unchanged = known.get();
    long wrong = failed.get();
    return new ImportCounts(done, changed + unchanged + wrong, changed, unchanged, wrong);
  }

  private void handle(LineSplitter.Line line) throws IOException {
    byte[] bytes = line.bytes();
    if (bytes != null && isBlank(bytes)) {
      return;
    }
    keepPace();
    acquire(1);
    CompletableFuture<Boolean> step;
    try {
      if (bytes == null) {
        throw Refusal.of(TOO_LARGE, "a line of at most " + MAX_LINE + " bytes is expected");
      }
      step = steps.begin(bytes);
    } catch (RuntimeException e) {
      step = CompletableFuture.failedFuture(e);
    }
    var unused =
        step.handle(
            (changed, error) -> {
              end(line.number(), Boolean.TRUE.equals(changed), error);
              return null;
            });
    writeRefused();
  }

  private void end(long line, boolean changed, @Nullable Throwable error) {
    if (error == null) {
      (changed ? imported : known).incrementAndGet();
    } else {
      failed.incrementAndGet();
      refused.add(RefusedLine.of(line, Refusal.from(error)));
    }
    permits.release();
  }

  /** Waits for all lines under way, and tells of those that were refused. */
  private void settle() throws IOException {
    acquire(IN_FLIGHT);
    permits.release(IN_FLIGHT);
    writeRefused();
  }

  private void keepPace() throws IOException {
    try {
      if (allowed == 0) {
        allowed = pace.await();
      }
      allowed--;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void acquire(int count) throws IOException {
    try {
      if (!permits.tryAcquire(count, STUCK.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("a line does not end");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", cause);
  }

  private void writeRefused() throws IOException {
    for (RefusedLine next = refused.poll(); next != null; next = refused.poll()) {
      write(next);
    }
  }

  private void write(Object line) throws IOException {
    out.write(json.writeValueAsBytes(line));
    out.write(LINE_FEED);
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
