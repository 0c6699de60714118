package chat.sockets.engineio;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The errors of requests, with the codes of the protocol. */
enum BadRequest {
  UNKNOWN_TRANSPORT(400, 0, "Transport unknown"),
  UNKNOWN_SESSION(400, 1, "Session ID unknown"),
  BAD_METHOD(400, 2, "Bad handshake method"),
  BAD_REQUEST(400, 3, "Bad request"),
  UNSUPPORTED_PROTOCOL(400, 5, "Unsupported protocol version"),
  TOO_LARGE(413, 3, "Payload too large"),
  UNAVAILABLE(503, 4, "Not possible at present");

  private final int status;
  private final int code;
  private final String message;

  BadRequest(int status, int code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /** Answers a request with this error. */
  void answer(HttpServletResponse response) throws IOException {
    begin(response);
    response.getOutputStream().write(body());
  }

  /** Sets status and headers. */
  void begin(HttpServletResponse response) {
    response.setStatus(status);
    response.setContentType("application/json");
    if (this == TOO_LARGE) {
      response.setHeader("Connection", "close"); // as the rest will not be read
    }
  }

  byte[] body() {
    return "{\"code\":%d,\"message\":\"%s\"}"
        .formatted(code, message)
        .getBytes(StandardCharsets.UTF_8);
  }
}
