package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PresenceSettingsTest {

  @Test
  void defaults_are_these() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new PresenceSettings(
                Duration.ofMillis(200),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                200,
                2000,
                200,
                Duration.ofSeconds(1)));
  }

  @Test
  void keys_are_these() {
    assertThat(
            bind(
                Map.of(
                    "chat.gateway.presence.gather", "1ms",
                    "chat.gateway.presence.lease", "2s",
                    "chat.gateway.presence.renew-interval", "1s",
                    "chat.gateway.presence.ask-interval", "3s",
                    "chat.gateway.presence.rooms-per-session", "4",
                    "chat.gateway.presence.announce-step", "5",
                    "chat.gateway.presence.listed", "6",
                    "chat.gateway.presence.count-interval", "7s")))
        .isEqualTo(
            new PresenceSettings(
                Duration.ofMillis(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                4,
                5,
                6,
                Duration.ofSeconds(7)));
  }

  private static PresenceSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.gateway.presence", PresenceSettings.class);
  }
}
