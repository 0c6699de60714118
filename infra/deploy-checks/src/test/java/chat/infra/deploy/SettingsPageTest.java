package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;

/** The page of all settings is what the settings' own texts make it. */
class SettingsPageTest {

  private static final String PAGE = "docs/settings.md";
  private static final String HEAD =
      """
      # Settings

      Every property of our own, by its name in the environment, from the texts in the code. A test holds this page against
      them; `./mvnw verify -pl infra/deploy-checks -am -Dtest=SettingsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dchat.write=true`
      writes it anew. What is not here is a setting of [Spring Boot](https://docs.spring.io/spring-boot/appendix/application-properties/).

      | environment | default | |
      | --- | --- | --- |
      """;

  @Test
  void the_page_has_every_setting_with_its_default() throws IOException {
    String page =
        Settings.all().properties().values().stream()
            .filter(property -> property.getId().startsWith("chat."))
            .map(SettingsPageTest::line)
            .collect(Collectors.joining("\n", HEAD, "\n"));
    if (Boolean.getBoolean("chat.write")) {
      Files.writeString(ProjectFiles.ROOT.resolve(PAGE), page);
    }

    assertThat(ProjectFiles.text(PAGE)).isEqualTo(page);
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
