package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceKeyTest {

  @Test
  void a_key_is_printed_with_settings_that_have_only_its_hash() throws NoSuchAlgorithmException {
    ServiceKey key = make(Map.of("CHAT_SERVICE_KEYS_0_NAME", "old"), "crm", "users", "tokens");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    key.print(
        new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), System.err, false));

    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(key.text().getBytes(StandardCharsets.UTF_8)));
    assertThat(key.text()).matches("csk_[A-Za-z0-9_-]{43}");
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .contains(key.text())
        .endsWith(
            "CHAT_SERVICE_KEYS_1_NAME=crm",
            "CHAT_SERVICE_KEYS_1_SHA256=" + hash,
            "CHAT_SERVICE_KEYS_1_SCOPES=users,tokens");
    assertThat(key).hasToString(key.settings().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crm       | name and scopes? for example: ./chat service-key crm users tokens
          a users   | name: a (expected: [A-Za-z0-9][A-Za-z0-9_.-]{2,31})
          crm all   | scope: all (expected: [erase, import, messages, moderate, operate, read, rooms, tokens, users, webhooks])
          """)
  void other_words_are_refused_in_one_line(String line, String message) {
    assertThatThrownBy(() -> make(Map.of(), line.split(" ")))
        .isInstanceOf(Failure.class)
        .hasMessage(message);
  }

  private static ServiceKey make(Map<String, String> environment, String... words) {
    return ServiceKey.of(List.of(words), new Random(1), environment);
  }
}
