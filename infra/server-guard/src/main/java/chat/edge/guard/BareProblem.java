package chat.edge.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.eclipse.jetty.http.HttpStatus;

/** An error of which its status is all there is to say (RFC 9457, 4.2.1). */
final class BareProblem {

  private BareProblem() {}

  static byte[] of(int status) {
    return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
        .formatted(HttpStatus.getMessage(status), status)
        .getBytes(US_ASCII);
  }
}
