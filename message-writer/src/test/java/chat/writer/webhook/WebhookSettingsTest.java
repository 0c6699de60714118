package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WebhookSettingsTest {

  private static final RandomGenerator LEAST = () -> 0L;

  private static final RandomGenerator MOST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return -1;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void defaults_are_these() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new WebhookSettings(
                true,
                List.of(),
                20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10)));
  }

  @Test
  void every_setting_has_its_key() {
    assertThat(
            bind(
                Map.of(
                    "chat.writer.webhooks.enabled", "false",
                    "chat.writer.webhooks.allowed-networks", "10.0.0.0/8,::1",
                    "chat.writer.webhooks.attempts", "3",
                    "chat.writer.webhooks.timeout", "2s",
                    "chat.writer.webhooks.first-retry", "3s",
                    "chat.writer.webhooks.last-retry", "4s")))
        .isEqualTo(
            new WebhookSettings(
                false,
                List.of("10.0.0.0/8", "::1"),
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
  }

  @ParameterizedTest
  @CsvSource({
    "attempts,0,>= 1",
    "timeout,1ms,100ms to 20s",
    "timeout,30s,100ms to 20s",
    "first-retry,0s,>= 10ms",
    "last-retry,10ms,>= 1s",
    "allowed-networks,localhost,as 10.0.0.0/8"
  })
  void wrong_values_are_refused(String key, String value, String expected) {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> bind(Map.of("chat.writer.webhooks." + key, value)))
        .havingRootCause()
        .withMessage("chat.writer.webhooks.%s: %s (expected: %s)", key, value, expected);
  }

  @Test
  void waits_double_up_to_the_longest_and_half_of_each_is_random() {
    WebhookSettings settings = bind(Map.of());

    assertThat(settings.rest(1, LEAST)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.rest(3, LEAST)).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.rest(19, LEAST)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.rest(1_000_000, LEAST)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.rest(3, MOST)).isEqualTo(Duration.ofSeconds(2).plusNanos(1));
  }

  private static WebhookSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.writer.webhooks", Bindable.of(WebhookSettings.class));
  }
}
