package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.gateway.account.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {

  @TempDir private Path directory;

  @Test
  void defaults_are_pinned() {
    assertThat(bind("chat.account", AccountSettings.class, Map.of()))
        .isEqualTo(new AccountSettings(null));
  }

  @Test
  void keys_are_pinned() {
    assertThat(
            bind("chat.account", AccountSettings.class, Map.of("chat.account.pepper-file", "/p")))
        .isEqualTo(new AccountSettings(Path.of("/p")));
  }

  @Test
  void an_invalid_pepper_is_refused_by_property_name_without_its_text() throws IOException {
    Path shortOne = file(Base64.getEncoder().encodeToString(new byte[31]));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Secret.read("chat.account.pepper-file", shortOne))
        .withMessage("chat.account.pepper-file: 31 bytes (expected: >= 32)");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "", ""), content);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
