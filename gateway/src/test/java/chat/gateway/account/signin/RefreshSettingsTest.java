package chat.gateway.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RefreshSettingsTest {

  @Test
  void defaults_are_pinned() {
    assertThat(bind("chat.account.refresh", RefreshSettings.class, Map.of()))
        .isEqualTo(new RefreshSettings(Duration.ofDays(30)));
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
