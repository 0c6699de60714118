package chat.infra.devstack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A new key with which a service calls gateways.
 *
 * @param text the key, which only the service keeps
 * @param settings what gateways need to know of it, by names in the environment
 */
public record ServiceKey(String text, List<String> settings) {

  /** As gateways know them. */
  private static final Set<String> SCOPES =
      Set.of(
          "users",
          "tokens",
          "erase",
          "rooms",
          "messages",
          "moderate",
          "read",
          "import",
          "webhooks",
          "operate");

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{2,31}";
  private static final String PREFIX = "CHAT_SERVICE_KEYS_";
  private static final int BYTES = 32;

  /**
   * Makes a key.
   *
   * @param words name and scopes
   * @param environment the present one, whose keys stay
   */
  public static ServiceKey of(
      List<String> words, RandomGenerator random, Map<String, String> environment) {
    if (words.size() < 2) {
      throw new Failure("name and scopes? for example: ./chat service-key crm users tokens");
    }
    String name = words.get(0);
    if (!name.matches(NAME)) {
      throw new Failure("name: " + name + " (expected: " + NAME + ")");
    }
    List<String> scopes = words.subList(1, words.size());
    for (String scope : scopes) {
      if (!SCOPES.contains(scope)) {
        throw new Failure("scope: " + scope + " (expected: " + new TreeSet<>(SCOPES) + ")");
      }
    }
    String text = text(random);
    List<String> settings = new ArrayList<>();
    settings(name, text, scopes, environment)
        .forEach((setting, value) -> settings.add(setting + "=" + value));
    return new ServiceKey(text, settings);
  }

  /** The text of a new key. */
  static String newText() {
    return text(new SecureRandom());
  }

  private static String text(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return "csk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What gateways need to know of a key, beside those that the environment has.
   *
   * @return values by names in the environment
   */
  static Map<String, String> settings(
      String name, String text, List<String> scopes, Map<String, String> environment) {
    String key = PREFIX + free(environment);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(key + "_NAME", name);
    settings.put(key + "_SHA256", sha256(text));
    settings.put(key + "_SCOPES", String.join(",", scopes));
    return settings;
  }

  private static int free(Map<String, String> environment) {
    int index = 0;
    while (environment.containsKey(PREFIX + index + "_NAME")) {
      index++;
    }
    return index;
  }

  /** Prints the key and the settings. */
  void print(Console console) {
    console.line("The key, for the service alone:");
    console.line(text);
    console.line("The settings, for every gateway:");
    settings.forEach(console::line);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key is a secret. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
