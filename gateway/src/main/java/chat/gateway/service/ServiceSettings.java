package chat.gateway.service;

import chat.contract.Names;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The services that may call {@code /api/server}.
 *
 * @param keys their keys, each as {@code CHAT_SERVICE_KEYS_0_NAME}, {@code _SHA256} and {@code
 *     _SCOPES} ({@code users, tokens, erase, rooms, messages, moderate, read, import, webhooks,
 *     operate}), {@code _1_} and so on; {@code ./chat service-key NAME SCOPE…} makes one. Two keys
 *     may have one name, to replace one by the other
 */
@ConfigurationProperties("chat.service")
record ServiceSettings(@DefaultValue List<Key> keys) {

  private static final int SHA256_DIGITS = 64;

  ServiceSettings {
    keys = List.copyOf(keys);
    if (Set.copyOf(keys.stream().map(Key::sha256).toList()).size() < keys.size()) {
      throw new IllegalArgumentException(
          "chat.service.keys: one key twice (expected: different ones)");
    }
  }

  /**
   * A key of a service.
   *
   * @param name name of the service, as that of a user
   * @param sha256 SHA-256 of the key in hexadecimal digits
   * @param scopes what the key allows
   */
  record Key(
      @DefaultValue("") String name,
      @DefaultValue("") String sha256,
      @DefaultValue List<String> scopes) {

    Key {
      if (!Names.isUsername(name)) {
        throw wrong("name: " + name, "3-32 letters, digits, \"_\", \".\", \"-\"");
      }
      sha256 = sha256.toLowerCase(Locale.ROOT);
      if (sha256.length() != SHA256_DIGITS
          || !sha256.chars().allMatch(digit -> HexFormat.isHexDigit(digit))) {
        throw wrong("sha256 of " + name, SHA256_DIGITS + " hexadecimal digits");
      }
      scopes = List.copyOf(scopes);
      for (String scope : scopes) {
        if (Scope.of(scope).isEmpty()) {
          throw wrong(
              "scopes of " + name + ": " + scope,
              Set.of(Scope.values()).stream().map(Scope::word).sorted().toList().toString());
        }
      }
      if (scopes.isEmpty()) {
        throw wrong("scopes of " + name + ": none", "at least one");
      }
    }

    Service service() {
      Set<Scope> granted = new HashSet<>();
      scopes.forEach(scope -> granted.add(Scope.of(scope).orElseThrow()));
      return new Service(name, granted);
    }

    private static IllegalArgumentException wrong(String value, String expected) {
      return new IllegalArgumentException(
          "chat.service.keys: %s (expected: %s)".formatted(value, expected));
    }
  }
}
