package chat.gateway.security;

import java.util.List;
import org.springframework.stereotype.Component;

/** The origins whose pages may use this gateway: its own and the configured ones. */
@Component
public class AllowedOrigins {

  private final List<String> foreign;

  AllowedOrigins(WebSettings settings) {
    this.foreign = settings.allowedOrigins();
  }

  /** The configured origins. */
  public List<String> foreign() {
    return foreign;
  }
}
