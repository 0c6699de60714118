package chat.edge.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

/** Writes all HTTP answers that are errors. */
public final class Problems {

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;
  private final Diagnosis diagnosis;
  private final @Nullable UnreadBody unread;

  /**
   * Called by Spring.
   *
   * @param unread reads on after an error; without it the rest of a request's body is not read
   */
  Problems(JsonMapper json, Diagnosis diagnosis, ObjectProvider<UnreadBody> unread) {
    this.json = json;
    this.diagnosis = diagnosis;
    this.unread = unread.getIfAvailable();
  }

  /** Answers with the problem of an exception. Only here an unexpected exception is logged. */
  public void answer(Throwable exception, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Refusal refusal = diagnosis.of(exception);
    if (refusal.code() == ProblemCode.INTERNAL) {
      LOG.error("{} failed", request.getMethod(), exception);
    }
    if (exception instanceof ErrorResponse known) {
      known
          .getHeaders()
          .forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    }
    answer(refusal, response);
    if (unread != null) {
      unread.discard(request, response);
    }
  }

  /** Answers with the problem of a refusal. The response must not be committed. */
  public void answer(Refusal refusal, HttpServletResponse response) throws IOException {
    Duration retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
      addQuota(refusal.quota(), seconds, response);
    }
    answer(Problem.of(refusal), response);
  }

  /** Adds the fields of draft-ietf-httpapi-ratelimit-headers-10. */
  private static void addQuota(
      Refusal.@Nullable Quota quota, long seconds, HttpServletResponse response) {
    if (quota != null) {
      long window = Math.max(1, quota.window().toSeconds());
      String name = "\"" + quota.name() + "\"";
      response.setHeader("RateLimit-Policy", name + ";q=" + quota.tokens() + ";w=" + window);
      response.setHeader("RateLimit", name + ";r=0;t=" + seconds);
    }
  }

  void answer(Problem problem, HttpServletResponse response) throws IOException {
    if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    byte[] body = json.writeValueAsBytes(problem);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
