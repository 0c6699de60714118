package chat.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

/** The one place from which an HTTP answer that is an error is written. */
@Component
public class Problems {

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  /**
   * Answers with what an exception amounts to. What nobody foresaw is logged here, and only here.
   */
  void answer(Throwable exception, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Refusal refusal = Diagnosis.of(exception);
    if (refusal.code() == ProblemCode.INTERNAL) {
      log.error("{} failed", request.getMethod(), exception);
    }
    if (exception instanceof ErrorResponse known) {
      known
          .getHeaders()
          .forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    }
    answer(refusal, response);
  }

  /** Answers with a refusal. The response must not have been started. */
  public void answer(Refusal refusal, HttpServletResponse response) throws IOException {
    Duration retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
      tellQuota(refusal.quota(), seconds, response);
    }
    answer(Problem.of(refusal), response);
  }

  /** As of draft-ietf-httpapi-ratelimit-headers-10. */
  private static void tellQuota(
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
