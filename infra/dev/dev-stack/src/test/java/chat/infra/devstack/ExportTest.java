package chat.infra.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

class ExportTest {

  private static final Map<String, String> KEY = Map.of(ExportOptions.KEY, "csk_secret");

  private static final String FIRST =
      "{\"seq\":7,\"prev\":0,\"type\":\"room\",\"room\":\"dev\",\"at\":1795391999999}";
  private static final String SECOND =
      "{\"seq\":9,\"prev\":7,\"type\":\"message\",\"content\":\"\\\"at\\\":1,}]{ 👋\\\\\","
          + "\"data\":{\"at\":[1,{\"seq\":2}],\"n\":1.50},\"at\":1795392000000}";
  private static final String THIRD =
      "{\"seq\":12,\"prev\":9,\"type\":\"unreadable\",\"room\":\"dev\"}";
  private static final String FOURTH =
      "{\"seq\":15,\"prev\":12,\"type\":\"event\",\"at\":1795478400000}";

  private final List<String> asked = new ArrayList<>();
  private HttpServer gateway;

  @TempDir Path directory;

  /** Two pages; the first call is refused for the moment. */
  @BeforeEach
  void serve() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/api/server/rooms/dev/events",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          asked.add(query + " " + exchange.getRequestHeaders().getFirst("Authorization"));
          boolean isFirst = query.startsWith("after=0&");
          String page = isFirst ? FIRST + "," + SECOND : THIRD + "," + FOURTH;
          String answer =
              "{\"room\":\"dev\",\"events\":[%s],\"after\":%s}"
                  .formatted(page, isFirst ? "9" : "null");
          byte[] bytes = answer.getBytes(UTF_8);
          boolean refuse = asked.size() == 1;
          if (refuse) {
            exchange.getResponseHeaders().add("Retry-After", "1");
          }
          exchange.sendResponseHeaders(refuse ? 503 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @Test
  void events_are_written_as_they_came_by_day_and_the_list_of_rooms_last() throws Exception {
    export();

    assertThat(asked)
        .containsExactly(
            "after=0&limit=1000 Bearer csk_secret",
            "after=0&limit=1000 Bearer csk_secret",
            "after=9&limit=1000 Bearer csk_secret");
    assertThat(lines("chat.events-2026-11-22.ndjson")).containsExactly(FIRST);
    assertThat(lines("chat.events-2026-11-23.ndjson")).containsExactly(SECOND, THIRD);
    assertThat(lines("chat.events-2026-11-24.ndjson")).containsExactly(FOURTH);
    assertThat(lines("export.json"))
        .contains("{\"room\":\"dev\",\"events\":4,\"first\":7,\"last\":15}");
  }

  @Test
  void a_time_is_a_gapless_range_of_each_room() throws Exception {
    export("--from", "2026-11-23", "--to=2026-11-24T00:00:00Z");

    assertThat(lines("chat.events-2026-11-23.ndjson")).containsExactly(SECOND, THIRD);
    assertThat(lines("export.json"))
        .contains("{\"room\":\"dev\",\"events\":2,\"first\":9,\"last\":12}");
  }

  @Test
  void a_room_without_events_in_the_time_names_the_last_one_before_it() throws Exception {
    export("--from=2030-01-01");

    assertThat(lines("export.json"))
        .contains("{\"room\":\"dev\",\"events\":0,\"first\":0,\"last\":15}");
  }

  @Test
  void a_directory_with_files_is_left_as_it_is() throws Exception {
    Files.createDirectories(directory.resolve("out"));
    Files.writeString(directory.resolve("out/other"), "");

    assertThatThrownBy(this::export).isInstanceOf(Failure.class).hasMessageContaining("not empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --out x               | which rooms? for example: ./chat export --rooms general,dev
          --rooms Dev           | --rooms: Dev (expected: [a-z0-9][a-z0-9._-]{0,63}, separated by commas)
          --rooms dev --from x  | --from: x (expected: 2026-11-22 or 2026-11-22T10:00:00Z)
          --rooms dev --all     | unknown option --all (see ./chat help)
          --rooms dev --format csv | --format: csv (expected: ndjson or parquet)
          --rooms               | --rooms needs a value
          --rooms dev --url localhost:8080 | --url: expected http://HOST:PORT or https://HOST
          --rooms dev --url ht!tp          | --url: expected http://HOST:PORT or https://HOST
          """)
  void other_words_are_refused_in_one_line(String line, String message) {
    assertThatThrownBy(() -> ExportOptions.parse(List.of(line.split(" +")), KEY))
        .isInstanceOf(Failure.class)
        .hasMessage(message);
  }

  private void export(String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--rooms=dev",
                "--url=http://127.0.0.1:" + gateway.getAddress().getPort(),
                "--out=" + directory.resolve("out")));
    words.addAll(List.of(more));
    Console console =
        new Console(new PrintStream(OutputStream.nullOutputStream()), System.err, false);
    new Export(ExportOptions.parse(words, KEY), console).run();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve("out").resolve(file));
  }
}
