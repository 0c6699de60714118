package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of operators against a server that records what they ask. */
class OperatorTest {

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), System.err, false);
  private final HttpServer server = server();
  private int status = 200;
  private String answer = "{\"room\":\"dev\"}";
  @TempDir private Path temporary = Path.of("");

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_command_is_one_call_with_the_key() throws Exception {
    run(Map.of("CHAT_SERVICE_KEY", "csk_a"), "why", "dev", "7", "u1", "--at", address());

    assertThat(asked).containsExactly("GET /api/server/operator/why/dev/7?user=u1 Bearer csk_a");
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("room: dev\n");
  }

  @ParameterizedTest
  @CsvSource({
    "dead-letters, GET dead-letters",
    "dead-letters 7, GET dead-letters?limit=7",
    "dead-letters drop 3 42, DELETE dead-letters/3/42",
    "dead-letters replay 3 42, POST dead-letters/3/42/replay"
  })
  void dead_letters_are_listed_dropped_and_delivered_again(String words, String call)
      throws Exception {
    run(Map.of("CHAT_SERVICE_KEY", "csk_a"), (words + " --at " + address()).split(" "));

    assertThat(asked)
        .containsExactly(call.replace(" ", " /api/server/operator/") + " Bearer csk_a");
  }

  @Test
  void the_key_may_be_in_a_file() throws Exception {
    Path key = Files.writeString(temporary.resolve("key"), "csk_b\n");
    run(Map.of(), "why", "dev", "7", "--json", "--key-file=" + key, "--at=" + address());

    assertThat(asked).containsExactly("GET /api/server/operator/why/dev/7 Bearer csk_b");
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(answer + "\n");
  }

  @Test
  void a_refusal_is_a_failure() {
    status = 403;
    answer = "{\"code\":\"forbidden\"}";

    assertThatThrownBy(
            () -> run(Map.of("CHAT_SERVICE_KEY", "csk_a"), "why", "dev", "7", "--at", address()))
        .isInstanceOf(Failure.class)
        .hasMessage(address() + " answered 403");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          why                          | expected: ./chat why ROOM SEQ [USER]
          why dev ../7                 | ../7 (expected: letters, digits and . _ : -)
          why dev 7 --at chat          | --at: expected http://HOST:PORT or https://HOST
          why dev 7 --at http://host:1 | no key: set CHAT_SERVICE_KEY or --key-file (./chat service-key NAME operate)
          why dev 7 --colour red       | unknown option --colour (see ./chat help)
          """)
  void other_words_are_refused_in_one_line(String line, String message) {
    assertThatThrownBy(() -> run(Map.of(), line.split(" ")))
        .isInstanceOf(Failure.class)
        .hasMessage(message);
  }

  @Test
  void half_a_command_for_dead_letters_is_refused() {
    assertThatThrownBy(() -> run(Map.of(), "dead-letters", "replay", "3"))
        .isInstanceOf(Failure.class)
        .hasMessage("expected: ./chat dead-letters [NUMBER | (drop|replay) PARTITION OFFSET]");
  }

  private void run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    new Operator(console, environment, temporary).run(List.of(words));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private HttpServer server() {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer created = HttpServer.create(any, 0);
      created.createContext(
          "/",
          exchange -> {
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      return created;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
