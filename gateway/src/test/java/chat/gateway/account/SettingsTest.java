package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {

  @TempDir private Path directory;

  @Test
  void defaults_are_these() {
    assertThat(bind("chat.account", AccountSettings.class, Map.of()))
        .isEqualTo(new AccountSettings(null));
    assertThat(bind("chat.account.password", PasswordSettings.class, Map.of()))
        .isEqualTo(new PasswordSettings(10, 0, 0));
    assertThat(bind("chat.account.token", TokenSettings.class, Map.of()))
        .isEqualTo(new TokenSettings(null, List.of(), "chat", "chat", Duration.ofMinutes(10)));
    assertThat(bind("chat.account.refresh", RefreshSettings.class, Map.of()))
        .isEqualTo(new RefreshSettings(Duration.ofDays(30)));
  }

  @Test
  void keys_are_these() {
    assertThat(
            bind("chat.account", AccountSettings.class, Map.of("chat.account.pepper-file", "/p")))
        .isEqualTo(new AccountSettings(Path.of("/p")));
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
  void a_value_out_of_range_is_named_with_what_is_expected() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(
            () ->
                bind(
                    "chat.account.password",
                    PasswordSettings.class,
                    Map.of("chat.account.password.threads", "-1")))
        .havingRootCause()
        .withMessage("chat.account.password.threads: -1 (expected: >= 0)");
  }

  @Test
  void a_key_that_is_none_is_refused_by_name_and_not_shown() throws IOException {
    assertRefused(null, "chat.account.token.key-file: not set");
    assertRefused(directory.resolve("none"), "can't be read");
    assertRefused(file("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END"), "no EC P-256");
    assertRefused(file("not even PEM"), "no EC P-256");
  }

  @Test
  void a_pepper_that_is_none_is_refused_by_name_and_not_shown() throws IOException {
    Path shortOne = file(Base64.getEncoder().encodeToString(new byte[31]));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Secret.read("chat.account.pepper-file", shortOne))
        .withMessage("chat.account.pepper-file: 31 bytes (expected: >= 32)");
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
