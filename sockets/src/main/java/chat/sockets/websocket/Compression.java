package chat.sockets.websocket;

import java.util.List;
import java.util.Map;
import org.springframework.web.socket.WebSocketExtension;

/**
 * Accepts the offers of {@code permessage-deflate} (RFC 7692, 7.1) that allow compression without
 * context takeover and with the full window of the server.
 */
final class Compression {

  static final String NAME = "permessage-deflate";

  /** The answer to an accepted offer. */
  static final String AGREED = NAME + "; server_no_context_takeover; client_no_context_takeover";

  private static final String FULL_WINDOW = "15";

  private Compression() {}

  static boolean isOffered(List<WebSocketExtension> offers) {
    return offers.stream()
        .filter(offer -> offer.getName().equals(NAME))
        .anyMatch(offer -> offer.getParameters().entrySet().stream().allMatch(Compression::isGood));
  }

  private static boolean isGood(Map.Entry<String, String> parameter) {
    return switch (parameter.getKey()) {
      case "server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits" ->
          true;
      case "server_max_window_bits" -> FULL_WINDOW.equals(parameter.getValue());
      default -> false;
    };
  }
}
