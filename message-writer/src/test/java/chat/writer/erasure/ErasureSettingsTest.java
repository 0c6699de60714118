package chat.writer.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ErasureSettingsTest {

  @Test
  void defaults_are_these() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new ErasureSettings(
                Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(15)));
  }

  @Test
  void every_setting_has_its_key() {
    assertThat(
            bind(
                Map.of(
                    "chat.writer.erasure.settle", "1s",
                    "chat.writer.erasure.retry", "2s",
                    "chat.writer.erasure.timeout", "3s")))
        .isEqualTo(
            new ErasureSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)));
  }

  @Test
  void a_retry_that_would_not_wait_is_refused() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> bind(Map.of("chat.writer.erasure.retry", "0s")))
        .havingRootCause()
        .withMessage("retry, timeout: PT0S, PT15S (expected: > 0)");
  }

  private static ErasureSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.writer.erasure", Bindable.of(ErasureSettings.class));
  }
}
