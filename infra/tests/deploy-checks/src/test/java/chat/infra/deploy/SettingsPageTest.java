package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.guard.RemovedSettings;
import chat.infra.description.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;

/** Compares the page of all settings with the one made from their texts. */
class SettingsPageTest {

  private static final String PAGE = "docs/settings.md";
  private static final String HEAD =
      """
      # Settings

      Every setting of our own by its name in the environment, with its default; the properties of Spring Boot have the same names
      in lower case with dots. `10s`, `5m`, `12h`, `30d` are times, `64KB`, `1MB`, `5GB` sizes in steps of 1024; `100/10s` is a rate:
      100 at once, and 100 more in each 10 seconds, evenly. A value out of its range stops the start with a message that names it.
      Connections, ports and logs are settings of [Spring Boot](https://docs.spring.io/spring-boot/appendix/application-properties/).

      The page is made from the texts in the code, and a test compares them:
      `./mvnw verify -pl infra/tests/deploy-checks -am -Dtest=SettingsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dchat.write=true` writes it.
      """;
  private static final String TABLE = "| environment | default | |\n| --- | --- | --- |\n";

  /** Features by the beginnings of their properties. */
  private static final Map<String, List<String>> FEATURES = features();

  @Test
  void the_page_has_every_setting_with_its_default() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    FEATURES.forEach(
        (feature, prefixes) ->
            page.append("\n## " + feature + "\n\n" + TABLE)
                .append(lines(property -> belongs(property, prefixes))));
    page.append(
            "\n## Removed\n\nA service that finds one of these set does not start, and neither does the setup job.\n\n")
        .append("| environment | instead |\n| --- | --- |\n");
    RemovedSettings.all()
        .forEach(
            (name, instead) ->
                page.append("| `%s` | %s |\n".formatted(Settings.environmentName(name), instead)));
    if (Boolean.getBoolean("chat.write")) {
      Files.writeString(ProjectFiles.ROOT.resolve(PAGE), page);
    }

    assertThat(ProjectFiles.text(PAGE)).isEqualTo(page.toString());
  }

  @Test
  void every_setting_belongs_to_one_feature() {
    assertThat(own())
        .allSatisfy(
            property ->
                assertThat(FEATURES.values().stream().filter(all -> belongs(property, all)))
                    .as(property.getId())
                    .hasSize(1));
  }

  @Test
  void there_are_few_enough_to_choose_among_and_none_that_was_removed() {
    assertThat(own()).hasSizeLessThanOrEqualTo(100);
    assertThat(own())
        .extracting(ConfigurationMetadataProperty::getId)
        .doesNotContainAnyElementsOf(RemovedSettings.all().keySet());
  }

  private static Map<String, List<String>> features() {
    Map<String, List<String>> features = new LinkedHashMap<>();
    features.put("Accounts and tokens", List.of("chat.account.", "chat.auth.", "chat.jwks."));
    features.put(
        "Rooms and messages",
        List.of(
            "chat.rooms.",
            "chat.gateway.history.",
            "chat.gateway.intake.",
            "chat.gateway.log.",
            "chat.gateway.reactions."));
    features.put(
        "Connections",
        List.of(
            "chat.gateway.broadcast.",
            "chat.gateway.drain.",
            "chat.gateway.id",
            "chat.gateway.memory.",
            "chat.gateway.socket.",
            "chat.gateway.socketio."));
    features.put("HTTP", List.of("chat.web."));
    features.put("Services", List.of("chat.gateway.import.", "chat.service."));
    features.put("Rate limits", List.of("chat.limits."));
    features.put("Files", List.of("chat.upload.", "chat.s3.", "chat.scan."));
    features.put("Presence", List.of("chat.presence."));
    features.put("Webhooks", List.of("chat.webhooks.", "chat.writer.webhooks."));
    features.put(
        "Tables", List.of("chat.writer.events.", "chat.writer.store-", "chat.writer.tables."));
    features.put("Setup of topics and tables", List.of("chat.setup."));
    features.put("Traces", List.of("chat.tracing."));
    return features;
  }

  private static List<ConfigurationMetadataProperty> own() {
    return Settings.all().properties().values().stream()
        .filter(property -> property.getId().startsWith("chat."))
        .toList();
  }

  private static String lines(Predicate<ConfigurationMetadataProperty> which) {
    return own().stream()
        .filter(which)
        .map(property -> line(property) + "\n")
        .collect(Collectors.joining());
  }

  private static boolean belongs(ConfigurationMetadataProperty property, List<String> prefixes) {
    return prefixes.stream().anyMatch(property.getId()::startsWith);
  }

  private static String line(ConfigurationMetadataProperty property) {
    Object value = property.getDefaultValue();
    String fallback =
        value instanceof Object[] many
            ? List.of(many).stream().map(String::valueOf).collect(Collectors.joining(", "))
            : Objects.toString(value, "");
    String text =
        Objects.toString(property.getDescription(), "")
            .replaceAll("\\s+", " ")
            .replaceAll("\\{@code ([^}]+)}", "`$1`");
    return "| `%s` | %s | %s |"
        .formatted(
            Settings.environmentName(property.getId()),
            fallback.isEmpty() ? "" : "`" + fallback + "`",
            text.replace("|", "\\|"));
  }
}
