package chat.gateway.service;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Authenticates services by their keys, of which only hashes are kept. A key is 256 random bits, so
 * one round of SHA-256 is enough. Safe for use by several threads.
 */
@Component
public final class ServiceKeys {

  private final List<Known> keys;

  private record Known(byte[] sha256, Service service) {}

  ServiceKeys(ServiceSettings settings) {
    this.keys =
        settings.keys().stream()
            .map(key -> new Known(HexFormat.of().parseHex(key.sha256()), key.service()))
            .toList();
  }

  /**
   * Finds the service of a key, in the same time for any key.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if there is no such key
   */
  public Service verify(String key) {
    byte[] hash = sha256(key);
    Service found = null;
    for (Known known : keys) {
      found = MessageDigest.isEqual(known.sha256, hash) ? known.service : found;
    }
    return required(found);
  }

  private static Service required(@Nullable Service found) {
    if (found == null) {
      throw Refusal.of(ProblemCode.UNAUTHENTICATED, "This takes the key of a service");
    }
    return found;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
