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
    assertThat(bind(Map.of()))
        .isEqualTo(
            new WriterSettings(
                10_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                Duration.ofMillis(250),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(5)));
  }

  @Test
  void every_setting_has_its_key() {
    assertThat(
            bind(
                Map.of(
                    "chat.writer.rooms-kept", "1",
                    "chat.writer.store-timeout", "2s",
                    "chat.writer.commit-timeout", "3s",
                    "chat.writer.first-retry", "4s",
                    "chat.writer.last-retry", "5s",
                    "chat.writer.poll-timeout", "6s",
                    "chat.writer.lag-interval", "7s")))
        .isEqualTo(
            new WriterSettings(
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7)));
  }

  @Test
  void a_retry_that_would_not_wait_is_refused() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> bind(Map.of("chat.writer.first-retry", "0s")))
        .havingRootCause()
        .withMessage("firstRetry, lastRetry: PT0S, PT10S (expected: 0 < first <= last)");
  }

  private static WriterSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.writer", Bindable.of(WriterSettings.class));
  }
}
