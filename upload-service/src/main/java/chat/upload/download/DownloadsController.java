package chat.upload.download;

import chat.contract.file.FileHeaders;
import chat.edge.guard.Places;
import chat.edge.guard.SlowReaders;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Problems;
import chat.edge.problem.Refusal;
import chat.upload.file.UploadSettings;
import chat.upload.storage.FileBucket;
import chat.upload.storage.Links;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the links. The holder of a link may fetch its object until the link expires. Downloads
 * count for the user for whom the link was made; one user has at most a third of all downloads.
 */
@RestController
class DownloadsController {

  private static final Duration RETRY = Duration.ofSeconds(2);

  /** The threads wait only for S3, once for each block. */
  private static final int THREADS = 16;

  private static final int BLOCK_BYTES = 16 << 20;

  private final Links links;
  private final DownloadSettings settings;
  private final Places places;
  private final ThreadPoolExecutor threads;
  private final SlowReaders slow;
  private final Delivery.Means means;

  DownloadsController(
      Links links,
      FileBucket bucket,
      DownloadSettings settings,
      UploadSettings lines,
      Problems problems,
      MeterRegistry meters) {
    this.links = links;
    this.settings = settings;
    this.places = new Places(settings.atOnce());
    this.threads = threads(settings.atOnce());
    this.slow = new SlowReaders(lines.leastRate().toBytes(), lines.leastRateAfter());
    this.means =
        new Delivery.Means(
            bucket, settings.storageTimeout(), threads, new Blocks(BLOCK_BYTES), slow, problems);
    Gauge.builder("chat.download.under.way", places, Places::taken)
        .description("downloads in progress")
        .register(meters);
  }

  /** Each download has at most one waiting task. */
  private static ThreadPoolExecutor threads(int atOnce) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(2 * atOnce),
            task -> new Thread(task, "downloads"));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Returns at once; the transfer continues as fast as S3 answers and the client reads. */
  @GetMapping(Links.PATH + "{kind:originals|shown|thumbnails}/{id:[A-Za-z0-9_-]{22}}")
  void get(
      @PathVariable String kind,
      @PathVariable String id,
      @RequestParam(name = FileHeaders.LINK_USER, defaultValue = "") String user,
      HttpServletRequest request,
      HttpServletResponse response) {
    String query = request.getQueryString();
    if (query == null || user.isEmpty()) {
      throw Refusal.of(ProblemCode.FORBIDDEN, "The link is invalid or has expired");
    }
    Places.Place place = places.take(user).orElseThrow(DownloadsController::busy);
    String key = kind + "/" + id;
    try {
      Delivery.begin(
          request, response, settings.within(), links.target(key, query), key, means, place::close);
    } catch (RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private static Refusal busy() {
    return Refusal.until(ProblemCode.UNAVAILABLE, "Too many downloads at present", RETRY);
  }

  @PreDestroy
  void close() {
    slow.close();
    threads.shutdownNow();
  }
}
