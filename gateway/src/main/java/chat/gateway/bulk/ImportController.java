package chat.gateway.bulk;

import chat.edge.guard.Places;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.service.Service;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * REST for services: the import. Each import has a thread of its own, which reads and writes as
 * fast as the client, the log and the pace of imports allow.
 */
@RestController
class ImportController {

  /** Imports at a time at one gateway; one service has a third of them, so that others go on. */
  static final int AT_ONCE = 6;

  private static final Logger LOG = LoggerFactory.getLogger(ImportController.class);
  private static final String TYPE = "application/x-ndjson";
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** The container's own time for an answer does not apply: an import may take hours. */
  private static final long NEVER = 0;

  private final ServiceImport.Parts parts;
  private final JsonMapper json;
  private final ExecutorService importThreads;
  private final ApplicationAvailability availability;
  private final ImportPace pace;
  private final Places places = new Places(AT_ONCE);

  ImportController(
      ServiceImport.Parts parts,
      JsonMapper json,
      ImportPace pace,
      ExecutorService importThreads,
      ApplicationAvailability availability) {
    this.parts = parts;
    this.json = json;
    this.pace = pace;
    this.importThreads = importThreads;
    this.availability = availability;
  }

  @PostMapping("/api/server/import")
  void begin(
      @AuthenticationPrincipal Service service,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (isStopping()) {
      throw Refusal.until(ProblemCode.UNAVAILABLE, "This gateway is about to stop", RETRY);
    }
    Places.Place place = places.take(service.name()).orElseThrow(ImportController::busy);
    try {
      response.setContentType(TYPE);
      ImportRun run =
          new ImportRun(
              request.getInputStream(),
              response.getOutputStream(),
              new ServiceImport(service.author(), parts),
              json,
              pace,
              this::isStopping);
      AsyncContext context = request.startAsync();
      context.setTimeout(NEVER);
      importThreads.execute(() -> run(service, run, context, place));
    } catch (IOException | RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private boolean isStopping() {
    return availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC;
  }

  private static void run(
      Service service, ImportRun run, AsyncContext context, Places.Place place) {
    try {
      LOG.info("an import of service={} ended {}", service.name(), run.run());
    } catch (IOException | RuntimeException e) {
      LOG.info(
          "an import of service={} broke off after {}: {}",
          service.name(),
          run.counts(false),
          e.toString());
    } finally {
      place.close();
      context.complete();
    }
  }

  private static Refusal busy() {
    return Refusal.until(ProblemCode.RATE_LIMITED, "Too many imports are under way", RETRY);
  }
}
