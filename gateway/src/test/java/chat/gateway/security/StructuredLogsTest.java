package chat.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import chat.infra.attacks.Fuzz;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.json.JsonMapper;

/** Logs as JSON: text of a client stays within its line. */
class StructuredLogsTest {

  private static final String FORGED =
      "x\n{\"log.level\":\"INFO\",\"message\":\"all is well\"}\r\n\u2028\u0085\u0000\"}";

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "logstash", "gelf"})
  void line_breaks_are_escaped(String format) {
    assertOneLine(encoder(format), FORGED);
  }

  @Test
  void other_control_characters_are_escaped() {
    StructuredLogEncoder ecs = encoder("ecs");

    Fuzz.ofTexts(FORGED, "\\n", "room=dev").texts(2_000, text -> assertOneLine(ecs, text));
  }

  private static StructuredLogEncoder encoder(String format) {
    LoggerContext context = new LoggerContext();
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("spring.application.name", "gateway")));
    context.putObject(Environment.class.getName(), environment);
    StructuredLogEncoder encoder = new StructuredLogEncoder();
    encoder.setContext(context);
    encoder.setFormat(format);
    encoder.start();
    return encoder;
  }

  private static void assertOneLine(StructuredLogEncoder encoder, String said) {
    LoggingEvent event =
        new LoggingEvent(
            "",
            new LoggerContext().getLogger("chat"),
            Level.WARN,
            "{} failed",
            new IllegalStateException(said),
            new Object[] {said});

    event.setMDCPropertyMap(Map.of());

    String line = new String(encoder.encode(event), UTF_8);

    assertThat(line).endsWith("\n");
    assertThat(line.stripTrailing()).doesNotContain("\n", "\r");
    assertThat(JsonMapper.shared().readTree(line).isObject()).isTrue();
  }
}
