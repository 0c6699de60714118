package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class RemovedSettingsTest {

  @Configuration(proxyBeanMethods = false)
  static class Service {}

  @Test
  void a_removed_setting_stops_the_start_and_is_named_with_its_replacement() {
    assertThatIllegalStateException()
        .isThrownBy(() -> start(Map.of("CHAT_GATEWAY_SOCKETIO_MAX_INCOMPLETE", "1MB")))
        .withMessageContaining(
            "CHAT_GATEWAY_SOCKETIO_MAX_INCOMPLETE: use CHAT_GATEWAY_MEMORY_CLIENTS");
    assertThatIllegalStateException()
        .isThrownBy(() -> start(Map.of(), "--chat.json.max-depth=20"))
        .withMessageContaining("CHAT_JSON_MAX_DEPTH: is a constant now: 16");
  }

  @Test
  void all_removed_settings_are_named_at_once() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> start(Map.of("CHAT_GATEWAY_DRAIN_WAVES", "3", "CHAT_UPLOAD_UPKEEP_GROUP", "x")))
        .withMessageContaining("CHAT_GATEWAY_DRAIN_WAVES: is a constant now: 10")
        .withMessageContaining("CHAT_UPLOAD_UPKEEP_GROUP: use SPRING_KAFKA_CONSUMER_GROUP_ID");
  }

  @Test
  void existing_settings_let_a_service_start() {
    try (ConfigurableApplicationContext started =
        start(Map.of("CHAT_GATEWAY_DRAIN_TIME", "15s"), "--chat.limits.enabled=false")) {
      assertThat(started.isRunning()).isTrue();
    }
  }

  private static ConfigurableApplicationContext start(
      Map<String, Object> variables, String... arguments) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    return new SpringApplicationBuilder(Service.class)
        .web(WebApplicationType.NONE)
        .environment(environment)
        .run(arguments);
  }
}
