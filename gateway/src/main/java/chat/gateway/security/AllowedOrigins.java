package chat.gateway.security;

import java.util.List;
import org.springframework.stereotype.Component;

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
}
