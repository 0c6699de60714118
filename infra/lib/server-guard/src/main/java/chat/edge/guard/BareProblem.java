package chat.edge.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.eclipse.jetty.http.HttpStatus;

/** A problem with nothing but a status (RFC 9457, 4.2.1). */
final class BareProblem {

  private BareProblem() {}

  static byte[] of(int status) {
    return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
        .formatted(HttpStatus.getMessage(status), status)
        .getBytes(US_ASCII);
  }
}
