package chat.gateway.account.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TokenSettingsTest {

  @TempDir private Path directory;

  @Test
  void defaults_are_pinned() {
    assertThat(bind("chat.account.token", TokenSettings.class, Map.of()))
        .isEqualTo(new TokenSettings(null, List.of(), "chat", "chat", Duration.ofMinutes(10)));
  }

  @Test
  void keys_are_pinned() {
    assertThat(
            bind(
                "chat.account.token",
                TokenSettings.class,
                Map.of(
                    "chat.account.token.key-file", "/k",
                    "chat.account.token.other-key-files", "/l,/m",
                    "chat.account.token.issuer", "i",
                    "chat.account.token.audience", "a",
                    "chat.account.token.lifetime", "1m")))
        .isEqualTo(
            new TokenSettings(
                Path.of("/k"),
                List.of(Path.of("/l"), Path.of("/m")),
                "i",
                "a",
                Duration.ofMinutes(1)));
  }

  @Test
  void an_invalid_key_is_refused_by_property_name_without_its_text() throws IOException {
    assertRefused(null, "chat.account.token.key-file: not set");
    assertRefused(directory.resolve("none"), "can't be read");
    assertRefused(file("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END"), "no EC P-256");
    assertRefused(file("not even PEM"), "no EC P-256");
  }

  private void assertRefused(@Nullable Path key, String message) {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> new TokenKeys(settings(key), InstantSource.system()))
        .withMessageContaining(message);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "", ""), content);
  }

  private static TokenSettings settings(@Nullable Path key) {
    Map<String, String> properties =
        key == null ? Map.of() : Map.of("chat.account.token.key-file", key.toString());
    return bind("chat.account.token", TokenSettings.class, properties);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
