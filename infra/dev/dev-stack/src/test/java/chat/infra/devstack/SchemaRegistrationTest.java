package chat.infra.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls by the interface of a registry, which a server of this test answers. */
class SchemaRegistrationTest {

  private static final String ADDRESS = "http://u:p@127.0.0.1:%d";
  private static final String A = "chat.a-value";
  private static final String B = "chat.b-value";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private JudgingRegistry registry;

  @TempDir Path schemas;

  @BeforeEach
  void serve() throws IOException {
    registry = new JudgingRegistry(true);
    Files.writeString(schemas.resolve("chat.b.schema.json"), "{\"title\":\"b\"}");
    writeA("{\n\"pattern\": \"\\\\.👋\"}\n");
    Files.writeString(schemas.resolve("README.md"), "");
  }

  @Test
  void a_registry_that_is_not_there_is_named() {
    assertThatThrownBy(() -> register("http://u:p@127.0.0.1:1/apis"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("/apis: no registry answers there")
        .hasMessageNotContaining("u:p");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void each_subject_gets_its_rule_and_then_its_schema_as_it_is() throws Exception {
    register("http://u:p@127.0.0.1:%d/apis/ccompat/v7/", "--group", "chat");

    String head = "/apis/ccompat/v7%s Basic dTpw chat application/vnd.schemaregistry.v1+json ";
    assertThat(registry.calls())
        .containsExactly(
            "PUT " + head.formatted("/config/chat.a-value") + "{\"compatibility\":\"FORWARD\"}",
            "POST "
                + head.formatted("/subjects/chat.a-value/versions")
                + "{\"schemaType\":\"JSON\",\"schema\":"
                + "\"{\\u000a\\\"pattern\\\": \\\"\\\\\\\\.👋\\\"}\\u000a\"}",
            "PUT " + head.formatted("/config/chat.b-value") + "{\"compatibility\":\"FORWARD\"}",
            "POST "
                + head.formatted("/subjects/chat.b-value/versions")
                + "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"title\\\":\\\"b\\\"}\"}");
    assertThat(printed.toString(UTF_8)).isEqualTo("chat.a-value: id 17\nchat.b-value: id 17\n");
  }

  @Test
  void a_registry_that_rules_only_known_subjects_gets_the_rule_after_the_first_version()
      throws Exception {
    registry.close();
    registry = new JudgingRegistry(false);

    register(ADDRESS);
    assertThat(registry.rules()).isEqualTo(Map.of(A, "FORWARD", B, "FORWARD"));
    assertThat(registry.calls()).hasSize(6);

    writeA("{}");
    register(ADDRESS, "--compatibility", "NONE");
    assertThat(registry.rules()).isEqualTo(Map.of(A, "NONE", B, "NONE"));
    assertThat(registry.schema(A)).contains("\"{}\"");
    assertThat(registry.calls()).hasSize(6 + 4);
  }

  @Test
  void a_version_that_the_rule_refuses_is_registered_without_a_rule_which_can_be_set_again()
      throws Exception {
    register(ADDRESS);
    writeA("{}");
    int before = registry.calls().size();

    assertThatThrownBy(() -> register(ADDRESS))
        .isInstanceOf(Failure.class)
        .hasMessageMatching(
            "POST http://127.0.0.1:\\d+/subjects/chat.a-value/versions: 409"
                + " \\{\"error_code\":409, \"message\":\"no\"}");
    assertThat(registry.calls()).hasSize(before + 2);
    register(ADDRESS, "--compatibility", "NONE");
    assertThat(registry.schema(A)).contains("\"{}\"");

    register(ADDRESS);
    assertThat(registry.rules()).isEqualTo(Map.of(A, "FORWARD", B, "FORWARD"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --group x                 | which registry? for example: ./chat register-schemas --registry http://localhost:8081
          --registry localhost:8081 | --registry: expected http://HOST:PORT or https://HOST
          --registry ftp://u:p@h    | --registry: expected http://HOST:PORT or https://HOST
          --registry http://u:p^@h  | --registry: expected http://HOST:PORT or https://HOST
          --registry http://h --x y | unknown option --x (see ./chat help)
          --registry                | --registry needs a value
          """)
  void other_words_are_refused_in_one_line(String line, String message) {
    assertThatThrownBy(() -> RegistryOptions.parse(List.of(line.split(" +"))))
        .isInstanceOf(Failure.class)
        .hasMessage(message);
  }

  @Test
  void a_rule_that_no_registry_knows_is_refused() {
    assertThatThrownBy(
            () -> RegistryOptions.parse(List.of("--registry=http://h", "--compatibility=SOME")))
        .hasMessageStartingWith("--compatibility: SOME (expected: one of [BACKWARD, ");
  }

  private void writeA(String schema) throws IOException {
    Files.writeString(schemas.resolve("chat.a.schema.json"), schema);
  }

  private void register(String address, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("--registry"));
    words.add(address.formatted(registry.port()));
    words.addAll(List.of(more));
    Console console = new Console(new PrintStream(printed, true, UTF_8), System.err, false);
    new SchemaRegistration(RegistryOptions.parse(words), schemas, console).run();
  }
}
