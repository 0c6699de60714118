package chat.upload.download;

import chat.edge.guard.SlowReaders;
import chat.edge.problem.Problems;
import chat.upload.storage.FileBucket;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends one object from S3 to a client, block by block: requests the next block when the client has
 * read the previous one. Only dedicated threads wait for S3, and none waits for the client. A
 * broken transfer ends short of its announced length, so the client notices.
 */
final class Delivery implements WriteListener, AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int PIECE = 32 * 1024;
  private static final int FIRST_BLOCK = 128 * 1024;

  /**
   * A client that reads a block in less time gets a larger one next; any other gets the smallest.
   */
  private static final Duration FAST = Duration.ofMillis(250);

  /** The headers of S3 that are passed on with a file. */
  private static final List<String> OF_FILE =
      List.of(
          "Content-Type",
          "Content-Length",
          "Content-Range",
          "Content-Disposition",
          "Cache-Control",
          "Accept-Ranges",
          "ETag",
          "Last-Modified");

  /**
   * The headers that are passed on without a file: the client has it already, or asked for a range
   * beyond its end.
   */
  private static final List<String> OF_NONE = List.of("Content-Range", "Cache-Control", "ETag");

  /** Allows a browser to show a picture or play a video alone in a tab, and nothing else. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
          + " frame-ancestors 'none'; sandbox";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Means means;
  private final Runnable atEnd;
  private final AsyncContext async;
  private final SlowReaders.Reader reader;
  private final AtomicBoolean ended = new AtomicBoolean();

  // Confined to the current step: a thread that waited for S3, or one that may write.
  private byte @Nullable [] block; // set under this lock
  private int position;
  private int limit;
  private long blockSince;
  private volatile @Nullable Source source;

  /** The resources that all deliveries share. */
  record Means(
      FileBucket bucket,
      Duration storageTimeout,
      Executor threads,
      Blocks blocks,
      SlowReaders slow,
      Problems problems) {}

  private Delivery(
      HttpServletRequest request, HttpServletResponse response, Means means, Runnable atEnd) {
    this.request = request;
    this.response = response;
    this.means = means;
    this.atEnd = atEnd;
    this.async = request.startAsync();
    this.reader = means.slow().watch(this::end);
  }

  /**
   * Starts a delivery and returns.
   *
   * @param within maximum time for the delivery, however slowly its client reads
   * @param link S3's address for the object
   * @param key the object's name
   * @param atEnd called once
   */
  static void begin(
      HttpServletRequest request,
      HttpServletResponse response,
      Duration within,
      URI link,
      String key,
      Means means,
      Runnable atEnd) {
    Delivery delivery = new Delivery(request, response, means, atEnd);
    try {
      delivery.async.setTimeout(within.toMillis());
      delivery.async.addListener(delivery);
      means.threads().execute(() -> delivery.open(link, key));
    } catch (RuntimeException e) {
      delivery.reader.done(); // it has not started
      throw e;
    }
  }

  private void open(URI link, String key) {
    try {
      Source asked = Source.ask(link, key, request, means.bucket(), means.storageTimeout());
      source = asked;
      answer(asked);
    } catch (IOException | RuntimeException e) {
      refuse(e);
    }
    closeIfEnded();
  }

  /** The delivery may have ended while this thread waited for S3. */
  private void closeIfEnded() {
    Source from = source;
    if (from != null && ended.get()) {
      from.close();
    }
  }

  private void answer(Source asked) throws IOException {
    response.setStatus(asked.status());
    for (String name : asked.status() < 300 ? OF_FILE : OF_NONE) {
      String value = asked.header(name);
      if (value != null) {
        response.setHeader(name, value);
      }
    }
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    if (asked.status() >= 300 || request.getMethod().equals("HEAD")) {
      end();
      return;
    }
    fill(asked, FIRST_BLOCK);
    response.getOutputStream().setWriteListener(this);
  }

  private void refuse(Exception reason) {
    if (ended.get()) {
      return;
    }
    try {
      means.problems().answer(reason, request, response);
    } catch (IOException | IllegalStateException e) {
      LOG.debug("client disconnected before its answer", e);
    }
    end();
  }

  private void fill(Source from, int wanted) throws IOException {
    byte[] next = nextBlock((int) Math.min(wanted, from.left()));
    limit = from.read(next);
    position = 0;
    blockSince = System.nanoTime();
  }

  private synchronized byte[] nextBlock(int wanted) throws IOException {
    if (ended.get()) {
      throw new IOException("the delivery has ended");
    }
    byte[] next = means.blocks().exchange(block, wanted);
    block = next;
    return next;
  }

  private synchronized void giveBlockBack() {
    means.blocks().giveBack(block);
    block = null;
  }

  @Override
  public void onWritePossible() {
    reader.goesOn();
    try {
      send(response.getOutputStream());
    } catch (IOException | IllegalStateException e) {
      onError(e);
    }
  }

  /**
   * Sends while the client reads. Starts the client's time limit first, so that it can't end before
   * it started.
   */
  private void send(ServletOutputStream out) throws IOException {
    while (!ended.get()) {
      reader.waits();
      if (!out.isReady()) {
        return; // then it calls back
      }
      reader.goesOn();
      byte[] bytes = block;
      Source from = source;
      if (bytes == null || from == null) {
        return;
      }
      if (position < limit) {
        int length = Math.min(PIECE, limit - position);
        out.write(bytes, position, length);
        position += length;
        reader.wrote(length);
      } else if (from.left() == 0) {
        end();
      } else {
        means.threads().execute(() -> goOn(from, bytes.length)); // behind other waiting deliveries
        return;
      }
    }
  }

  private void goOn(Source from, int length) {
    if (ended.get()) {
      return;
    }
    try {
      boolean fast = System.nanoTime() - blockSince < FAST.toNanos();
      fill(from, fast ? 2 * length : Blocks.LEAST);
      send(response.getOutputStream());
    } catch (IOException | SdkException | IllegalStateException e) {
      onError(e);
    }
  }

  /** The client has disconnected, or S3 broke off. */
  @Override
  public void onError(Throwable failure) {
    LOG.debug("a delivery failed", failure);
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    LOG.debug("a client reads too slowly");
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}

  private void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    reader.done();
    closeIfEnded();
    giveBlockBack();
    atEnd.run();
    try {
      async.complete();
    } catch (IllegalStateException e) {
      LOG.debug("the request was already complete", e);
    }
  }
}
