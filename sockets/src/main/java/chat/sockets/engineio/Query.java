package chat.sockets.engineio;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request.
 *
 * @param protocol version of the protocol, unchecked
 * @param sid the session that it belongs to; null if it opens one
 */
record Query(@Nullable String protocol, @Nullable String transport, @Nullable String sid) {

  /** Parses the query of the address; parameters in a body do not count. */
  static Query of(@Nullable String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : (text == null ? "" : text).split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return new Query(
        decoded(parameters.get("EIO")),
        decoded(parameters.get("transport")),
        decoded(parameters.get("sid")));
  }

  boolean isPolling() {
    return "polling".equals(transport);
  }

  boolean isWebSocket() {
    return "websocket".equals(transport);
  }

  private static @Nullable String decoded(@Nullable String value) {
    try {
      return value == null ? null : URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
