package chat.upload.download;

import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import chat.upload.storage.Links;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where links lead. Whoever has one may fetch what it names, as long as it is good. */
@RestController
class DownloadsController {

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Links links;
  private final DownloadSettings settings;
  private final Semaphore free;

  DownloadsController(Links links, DownloadSettings settings, MeterRegistry meters) {
    this.links = links;
    this.settings = settings;
    this.free = new Semaphore(settings.atOnce());
    Gauge.builder(
            "chat.download.under.way", free, all -> settings.atOnce() - all.availablePermits())
        .description("files that are being sent")
        .register(meters);
  }

  /** Returns when the file begins to be sent; the rest happens as fast as its client reads. */
  @GetMapping(Links.PATH + "{kind:originals|shown|thumbnails}/{id:[A-Za-z0-9_-]{22}}")
  void get(
      @PathVariable String kind,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    if (query == null) {
      throw Refusal.of(ProblemCode.FORBIDDEN, "The link is not, or no longer, good");
    }
    if (!free.tryAcquire()) {
      throw Refusal.until(ProblemCode.UNAVAILABLE, "Too many files are fetched at present", RETRY);
    }
    Delivery delivery = new Delivery(request, response, settings, free::release);
    delivery.begin(links.target(kind + "/" + id, query));
  }
}
