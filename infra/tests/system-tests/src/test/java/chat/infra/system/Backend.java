package chat.infra.system;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The services that may call the API for servers: one with all scopes, one with few. */
final class Backend {

  /** The name of the service with all scopes. */
  static final String NAME = "crm";

  /** The key of the service with all scopes. */
  static final String KEY = "csk_all-scopes-of-the-system-tests";

  private static final String SMALL_KEY = "csk_few-scopes-of-the-system-tests";
  private static final String PREFIX = "CHAT_SERVICE_KEYS_";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Backend() {}

  /** Adds the keys to the environment of gateways. */
  static void configure(Map<String, String> environment) {
    add(
        environment,
        0,
        NAME,
        KEY,
        "users,rooms,messages,read,moderate,erase,import,tokens,webhooks,operate");
    add(environment, 1, "notices", SMALL_KEY, "messages");
  }

  private static void add(
      Map<String, String> environment, int index, String name, String key, String scopes) {
    environment.put(PREFIX + index + "_NAME", name);
    environment.put(PREFIX + index + "_SHA256", sha256(key));
    environment.put(PREFIX + index + "_SCOPES", scopes);
  }

  /** Calls of the service with all scopes. */
  static Rest rest(URI gateway) {
    return new Rest(gateway, KEY);
  }

  /** Calls of the service that only sends messages. */
  static Rest small(URI gateway) {
    return new Rest(gateway, SMALL_KEY);
  }

  /** Waits until the writer has stored all that was appended before. */
  static void awaitStored(ChatSystem system) {
    Rest crm = rest(system.gateway(1));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                crm.get("/api/server/operator/gateways")
                        .body()
                        .at("/lag/message-writer")
                        .longValue(-1)
                    == 0);
  }

  /** A username that no other user has. */
  static String freshName() {
    return "of-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
