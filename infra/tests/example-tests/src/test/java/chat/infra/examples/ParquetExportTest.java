package chat.infra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command that exports events as Parquet, with events of several kinds. */
@Timeout(600)
class ParquetExportTest {

  /** Fields of a message's present state, which its record in the topic does not have. */
  private static final List<String> OF_STATE = List.of("editedAt", "reactions");

  private static final List<String> EVENTS =
      List.of(
          "{\"seq\":17592186044417,\"prev\":0,\"type\":\"room\",\"room\":\"dev\",\"action\":\"created\","
              + "\"name\":\"Dev\",\"visibility\":\"public\",\"slowModeSeconds\":5,"
              + "\"by\":{\"id\":\"u1\",\"username\":\"ann\"},\"at\":1795391999999}",
          "{\"seq\":17592186044419,\"prev\":17592186044417,\"type\":\"message\",\"room\":\"dev\","
              + "\"id\":\"m1\",\"user\":{\"id\":\"service:crm\",\"username\":\"crm\",\"service\":true},"
              + "\"content\":\"it's \\\"👋\\\"\\n\",\"data\":{\"n\":0.12345678901234567890,\"text\":\"\\\\\\\"\"},"
              + "\"attachments\":[{\"id\":\"f1\",\"name\":\"a.png\",\"contentType\":\"image/png\","
              + "\"size\":7}],\"mentions\":[\"u1\",\"u2\"],\"replyTo\":17592186044417,"
              + "\"reactions\":{\"👍\":{\"count\":3,\"me\":false}},\"editedAt\":1795392000001,"
              + "\"at\":1795392000000}",
          "{\"seq\":17592186044420,\"prev\":17592186044419,\"type\":\"unreadable\",\"room\":\"dev\"}",
          "{\"seq\":17592186044421,\"prev\":17592186044420,\"type\":\"member\",\"room\":\"dev\","
              + "\"action\":\"muted\",\"user\":{\"id\":\"u2\",\"username\":\"bob\"},"
              + "\"untilAt\":1795392600000,\"later\":[1],\"at\":1795392000002}",
          "{\"seq\":17592186044422,\"prev\":17592186044421,\"type\":\"edited\",\"room\":\"dev\","
              + "\"id\":\"e1\",\"user\":{\"id\":\"u1\",\"username\":\"ann\"},"
              + "\"target\":17592186044419,\"content\":\"a\",\"at\":1795392000003}",
          "{\"seq\":17592186044423,\"prev\":17592186044422,\"type\":\"edited\",\"room\":\"dev\","
              + "\"id\":\"e2\",\"user\":{\"id\":\"u1\",\"username\":\"ann\"},"
              + "\"target\":17592186044419,\"content\":\"b\",\"data\":null,\"at\":1795392000004}");

  private final String page =
      "{\"room\":\"dev\",\"events\":[%s],\"after\":null}".formatted(String.join(",", EVENTS));
  private HttpServer gateway;
  private Path out;

  @BeforeEach
  void serve(@TempDir Path directory) throws IOException {
    out = directory.resolve("it's [all] *");
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          byte[] bytes = page.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
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
  void each_day_is_a_file_with_typed_columns_and_the_schema_of_its_lines() throws Exception {
    export();

    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "chat.events-2026-11-22.parquet", "chat.events-2026-11-23.parquet", "export.json");
    }
    assertThat(rows("SELECT seq, \"name\", \"by\".id FROM FIRST"))
        .containsExactly("17592186044417 Dev u1");
    assertThat(rows("SELECT seq, prev, type FROM SECOND"))
        .containsExactly(
            "17592186044419 17592186044417 message",
            "17592186044420 17592186044419 unreadable",
            "17592186044421 17592186044420 member",
            "17592186044422 17592186044421 edited",
            "17592186044423 17592186044422 edited");
    assertThat(
            rows("SELECT content, data IS NULL, data::VARCHAR FROM SECOND WHERE type = 'edited'"))
        .as("unchanged data, and removed ones")
        .containsExactly("a true null", "b false null");
    assertThat(
            rows(
                "SELECT epoch_ms(\"at\"), epoch_ms(editedAt), content, data, \"user\".service,"
                    + " attachments[1].size, mentions[2], reactions['👍'].count, replyTo"
                    + " FROM SECOND WHERE type = 'message'"))
        .containsExactly(
            "1795392000000 1795392000001 it's \"👋\"\n"
                + " {\"n\":0.12345678901234567890,\"text\":\"\\\\\\\"\"} true 7 u2 3 17592186044417");
    assertThat(
            rows(
                "SELECT \"user\".username, epoch_ms(untilAt), content FROM SECOND WHERE action = 'muted'"))
        .containsExactly("bob 1795392600000 null");
    assertThat(
            rows(
                "SELECT decode(value) FROM parquet_kv_metadata(SECOND) WHERE decode(key) = 'schema'"))
        .containsExactly("urn:chat:topics:chat.events:1");
    assertThat(Files.readString(out.resolve("export.json")))
        .contains(
            "{\"room\":\"dev\",\"events\":6,\"first\":17592186044417,\"last\":17592186044423}");
  }

  @Test
  void the_columns_are_the_fields_of_the_schema_and_times_are_times() throws Exception {
    export();

    List<String> expected =
        new ArrayList<>(
            rows(
                "SELECT DISTINCT unnest(json_keys(one.value, '$.properties')) FROM read_text('%s') AS t,"
                        .formatted(
                            ChatSystem.root()
                                .resolve(
                                    "contract/src/main/resources/topics/chat.events.schema.json"))
                    + " json_each(t.content, '$.oneOf') AS one"));
    expected.addAll(OF_STATE);
    assertThat(rows("SELECT column_name FROM (DESCRIBE FROM SECOND)"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            rows(
                "SELECT column_name FROM (DESCRIBE FROM SECOND)"
                    + " WHERE column_type = 'TIMESTAMP WITH TIME ZONE'"))
        .containsExactlyInAnyOrder("at", "editedAt", "deletedAt", "untilAt");
  }

  private void export() throws InterruptedException {
    Map<String, String> environment = Map.of("CHAT_SERVICE_KEY", "csk_any", "CHAT_BUILD", "skip");
    try (ExampleProcess command =
        ExampleProcess.program(
            environment,
            "./chat",
            "export",
            "--rooms=dev",
            "--format=parquet",
            "--url=http://127.0.0.1:" + gateway.getAddress().getPort(),
            "--out=" + out)) {
      assertThat(command.whole()).containsExactly("dev: 6 events, last seq 17592186044423");
    }
  }

  /** The rows of a query, whose FIRST and SECOND are the files of the two days. */
  private List<String> rows(String query) throws SQLException {
    String escaped = out.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    String named =
        query
            .replace("FIRST", "'" + escaped + "/chat.events-2026-11-22.parquet'")
            .replace("SECOND", "'" + escaped + "/chat.events-2026-11-23.parquet'");
    List<String> rows = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(named)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(String.valueOf(found.getString(column)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
