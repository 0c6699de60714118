package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReactionSettingsTest {

  @Test
  void defaults_and_keys_are_pinned() {
    assertThat(bind(Map.of())).isEqualTo(new ReactionSettings(20, 2000));
    assertThat(bind(Map.of("chat.gateway.reactions.max-total", "29")))
        .isEqualTo(new ReactionSettings(20, 29));
  }

  @Test
  void the_total_is_at_least_the_number_of_emojis() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ReactionSettings(20, 19));
  }

  private static ReactionSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.gateway.reactions", ReactionSettings.class);
  }
}
