package chat.gateway.security;

import java.util.List;
import java.util.Locale;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The origins whose pages may use this gateway: its own, and those of one list. */
@Component
public class AllowedOrigins {

  private final List<String> foreign;

  AllowedOrigins(WebSettings settings) {
    this.foreign = settings.allowedOrigins();
  }

  /** Those that are not the gateway's own. */
  public List<String> foreign() {
    return foreign;
  }

  /** Whether a handshake comes from such a page, or from no page at all. */
  public boolean allow(ServerHttpRequest request) {
    String origin = request.getHeaders().getOrigin();
    return origin == null
        || foreign.contains(origin.toLowerCase(Locale.ROOT))
        || WebUtils.isSameOrigin(request);
  }
}
