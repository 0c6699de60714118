package chat.writer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WriterSettingsTest {

  @Test
  void defaults_are_these() {
    assertThat(bind(Map.of())).isEqualTo(new WriterSettings(Duration.ofSeconds(60)));
  }

  @Test
  void every_setting_has_its_key() {
    assertThat(bind(Map.of("chat.writer.store-timeout", "2s")))
        .isEqualTo(new WriterSettings(Duration.ofSeconds(2)));
  }

  @Test
  void a_wait_of_zero_is_refused() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> bind(Map.of("chat.writer.store-timeout", "0s")))
        .havingRootCause()
        .withMessage("chat.writer.store-timeout: 0s (expected: >= 1ms)");
  }

  private static WriterSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.writer", Bindable.of(WriterSettings.class));
  }
}
