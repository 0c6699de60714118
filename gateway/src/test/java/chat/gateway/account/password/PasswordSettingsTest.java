package chat.gateway.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PasswordSettingsTest {

  @Test
  void defaults_are_pinned() {
    assertThat(bind("chat.account.password", PasswordSettings.class, Map.of()))
        .isEqualTo(new PasswordSettings(10, 0, 0));
  }

  @Test
  void an_invalid_value_is_named_with_the_expected_range() {
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

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
