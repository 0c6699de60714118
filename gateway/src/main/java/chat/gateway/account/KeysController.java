package chat.gateway.account;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes the public keys of access tokens. */
@RestController
class KeysController {

  /** A new key is to be published for at least this long before it signs. */
  private static final Duration CACHED = Duration.ofMinutes(5);

  private final TokenKeys keys;

  KeysController(TokenKeys keys) {
    this.keys = keys;
  }

  @GetMapping("/.well-known/jwks.json")
  ResponseEntity<Map<String, List<Map<String, String>>>> keys() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(CACHED).cachePublic())
        .body(Map.of("keys", keys.published()));
  }
}
