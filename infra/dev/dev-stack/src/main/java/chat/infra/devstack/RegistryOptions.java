package chat.infra.devstack;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The registry that gets the schemas.
 *
 * @param registry the address of its Confluent-compatible interface, may have user and password
 * @param group the group of a registry that has groups; empty: its default
 * @param compatibility the rule by which the registry judges later versions
 */
record RegistryOptions(URI registry, String group, String compatibility) {

  /** The rules that registries know. */
  private static final Set<String> RULES =
      Set.of(
          "NONE",
          "BACKWARD",
          "BACKWARD_TRANSITIVE",
          "FORWARD",
          "FORWARD_TRANSITIVE",
          "FULL",
          "FULL_TRANSITIVE");

  RegistryOptions {
    if (!RULES.contains(compatibility)) {
      throw new Failure(
          "--compatibility: "
              + compatibility
              + " (expected: one of "
              + RULES.stream().sorted().toList()
              + ")");
    }
  }

  /** Parses a command line. */
  static RegistryOptions parse(List<String> words) {
    OptionWords options = OptionWords.parse(words, Set.of("registry", "group", "compatibility"));
    String registry = options.text("registry", "");
    if (registry.isEmpty()) {
      throw new Failure(
          "which registry? for example: ./chat register-schemas --registry http://localhost:8081");
    }
    return new RegistryOptions(
        OptionWords.address("registry", registry),
        options.text("group", ""),
        options.text("compatibility", "FORWARD"));
  }

  /** The address of a path. */
  URI at(String path) {
    String base = registry.getScheme() + "://" + registry.getRawAuthority();
    int user = base.indexOf('@');
    String open = user < 0 ? base : registry.getScheme() + "://" + base.substring(user + 1);
    return URI.create(open + registry.getRawPath().replaceAll("/+$", "") + path);
  }

  /** The header that proves who asks; empty if the address has no user. */
  String authorization() {
    String user = registry.getUserInfo();
    return user == null
        ? ""
        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  /** The address may have a password. */
  @Override
  public String toString() {
    return at("").toString();
  }
}
