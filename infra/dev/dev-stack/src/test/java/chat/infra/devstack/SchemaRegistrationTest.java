package chat.infra.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls by the interface of a registry, which a server of this test answers. */
class SchemaRegistrationTest {

  private final List<String> calls = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private HttpServer registry;
  private int status = 200;

  @TempDir Path schemas;

  @BeforeEach
  void serve() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          calls.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + headers.getFirst("Authorization")
                  + " "
                  + headers.getFirst("X-Registry-GroupId")
                  + " "
                  + headers.getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] answer =
              (status == 200 ? "{\"id\": 17}" : "{\"error_code\":409,\n\"message\":\"no\"}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    registry.start();
    Files.writeString(schemas.resolve("chat.b.schema.json"), "{\"title\":\"b\"}");
    Files.writeString(schemas.resolve("chat.a.schema.json"), "{\n\"pattern\": \"\\\\.👋\"}\n");
    Files.writeString(schemas.resolve("README.md"), "");
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void each_schema_is_registered_as_it_is_and_then_its_rule_is_set() throws Exception {
    register("http://u:p@127.0.0.1:%d/apis/ccompat/v7/", "--group", "chat");

    String head = "/apis/ccompat/v7%s Basic dTpw chat application/vnd.schemaregistry.v1+json ";
    assertThat(calls)
        .containsExactly(
            "POST "
                + head.formatted("/subjects/chat.a-value/versions")
                + "{\"schemaType\":\"JSON\",\"schema\":"
                + "\"{\\u000a\\\"pattern\\\": \\\"\\\\\\\\.👋\\\"}\\u000a\"}",
            "PUT " + head.formatted("/config/chat.a-value") + "{\"compatibility\":\"FORWARD\"}",
            "POST "
                + head.formatted("/subjects/chat.b-value/versions")
                + "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"title\\\":\\\"b\\\"}\"}",
            "PUT " + head.formatted("/config/chat.b-value") + "{\"compatibility\":\"FORWARD\"}");
    assertThat(printed.toString(UTF_8)).isEqualTo("chat.a-value: id 17\nchat.b-value: id 17\n");
  }

  @Test
  void a_refusal_names_the_call_and_the_reason_and_ends_the_command() {
    status = 409;

    assertThatThrownBy(() -> register("http://u:p@127.0.0.1:%d"))
        .isInstanceOf(Failure.class)
        .hasMessageMatching(
            "POST http://127.0.0.1:\\d+/subjects/chat.a-value/versions: 409"
                + " \\{\"error_code\":409, \"message\":\"no\"}");
    assertThat(calls).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --group x                 | which registry? for example: ./chat register-schemas --registry http://localhost:8081
          --registry localhost:8081 | --registry: localhost:8081 (expected: http://HOST:PORT or https://HOST)
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

  private void register(String address, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("--registry"));
    words.add(address.formatted(registry.getAddress().getPort()));
    words.addAll(List.of(more));
    Console console = new Console(new PrintStream(printed, true, UTF_8), System.err, false);
    new SchemaRegistration(RegistryOptions.parse(words), schemas, console).run();
  }
}
