package chat.upload.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

/** The one place from which an HTTP answer that is an error is written. */
@Component
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String MEDIA_TYPE = "application/problem+json";

  private final JsonMapper json;
  private final UnreadBody unread = new UnreadBody();

  Problems(JsonMapper json) {
    this.json = json;
  }

  /** Answers with what an exception amounts to. What nobody foresaw is logged here. */
  public void answer(Throwable exception, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Refusal refusal = Diagnosis.of(exception);
    if (refusal.code() == ProblemCode.INTERNAL) {
      LOG.error("{} failed", request.getMethod(), exception);
    }
    if (exception instanceof ErrorResponse known) {
      known
          .getHeaders()
          .forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
    }
    Duration retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    answer(Problem.of(refusal), response);
    unread.linger(request, response);
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
