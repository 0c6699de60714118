package chat.gateway.files;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Problems;
import chat.gateway.problem.Refusal;
import chat.tracing.Tracing;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.client.HttpClient;

/** Hands requests for files on to the upload service. */
final class FilesServlet extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final transient HttpClient uploadService;
  private final transient FilesSettings settings;
  private final transient Problems problems;
  private final transient Tracing tracing;
  private final transient Semaphore free;

  FilesServlet(
      HttpClient uploadService, FilesSettings settings, Problems problems, Tracing tracing) {
    this.uploadService = uploadService;
    this.settings = settings;
    this.problems = problems;
    this.tracing = tracing;
    this.free = new Semaphore(settings.inFlight());
  }

  /** Returns at once; what follows happens as bytes come in from either side. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!free.tryAcquire()) {
      throw Refusal.until(ProblemCode.UNAVAILABLE, "Too many files are under way", RETRY);
    }
    try {
      new Passage(request, response, problems, uploadService.getExecutor(), free::release)
          .begin(uploadService, settings.url(), tracing.traceparent());
    } catch (IOException | RuntimeException e) {
      free.release();
      throw e;
    }
  }
}
