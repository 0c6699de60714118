package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReactionSettingsTest {

  @Test
  void defaults_and_keys_are_these() {
    assertThat(bind(Map.of())).isEqualTo(new ReactionSettings(20, 2000));
    assertThat(bind(Map.of("chat.gateway.reactions.max-total", "29")))
        .isEqualTo(new ReactionSettings(20, 29));
  }

  @Test
  void a_message_takes_an_emoji_and_each_of_the_most_at_least_once() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ReactionSettings(20, 19));
  }

  private static ReactionSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("chat.gateway.reactions", ReactionSettings.class);
  }
}
