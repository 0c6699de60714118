package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Tables that are right, and tables in which rows were changed by hand. */
@Isolated // one check at a time runs at a gateway
@ExtendWith(RunningSystem.class)
class VerifyTablesTest {

  private final ChatSystem system;
  private final Person ann;
  private final String room = "verified-" + UUID.randomUUID();

  VerifyTablesTest(ChatSystem system) {
    this.system = system;
    this.ann = Person.register(system, "ann");
    ann.makes(room, "public");
  }

  @Test
  void tables_that_the_writer_wrote_are_right() {
    long edited = ann.says(room, "before");
    ann.says(room, "second");
    String message = "/api/messages/" + room + "/" + edited;
    assertThat(ann.two().patch(message, Map.of("content", "after")).status()).isEqualTo(200);
    assertThat(ann.one().delete(message).status()).isEqualTo(204);
    Backend.awaitStored(system);

    String said = system.run("verify-tables", "--room", room);
    assertThat(said.lines()).contains("state: done", "events: 5", "differences: none");
  }

  @Test
  void rows_that_were_changed_by_hand_are_named() {
    long different = ann.says(room, "one");
    long missing = ann.says(room, "two");
    long unindexed = ann.says(room, "three");
    long last = ann.says(room, "four");
    Backend.awaitStored(system);
    try (CqlSession tables = system.tables()) {
      long bucket = bucket(tables);
      tables.execute(
          "UPDATE room_events SET value = ? WHERE room = ? AND bucket = ? AND seq = ?",
          ByteBuffer.wrap("{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_8)),
          room,
          bucket,
          different);
      tables.execute(
          "DELETE FROM room_events WHERE room = ? AND bucket = ? AND seq = ?",
          room,
          bucket,
          missing);
      tables.execute(
          "DELETE FROM room_messages WHERE room = ? AND bucket = ? AND seq = ?",
          room,
          bucket,
          unindexed);
      tables.execute(
          "UPDATE room_events SET prev = 1 WHERE room = ? AND bucket = ? AND seq = ?",
          room,
          bucket,
          last);
    }

    assertThatThrownBy(() -> system.run("verify-tables", "--room", room, "--rate", "1000"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("different: 1")
        .hasMessageContaining("missing: 1")
        .hasMessageContaining("unindexed: 1")
        .hasMessageContaining("misordered: 1")
        .hasMessageContaining("missing     " + room + "  " + missing)
        .hasMessageContaining("log and tables differ");
  }

  @Test
  void only_operators_check_and_within_bounds() {
    String check = "/api/server/operator/tables/check";
    Rest crm = Backend.rest(system.gateway(1));

    assertThat(Backend.small(system.gateway(1)).post(check, Map.of()).code())
        .isEqualTo("forbidden");
    assertThat(crm.post(check + "?rate=0", Map.of()).code()).isEqualTo("invalid_request");
    assertThat(crm.post(check + "?room=No%20room", Map.of()).code()).isEqualTo("invalid_request");
    assertThat(crm.post(check + "?from=-1", Map.of()).code()).isEqualTo("invalid_request");
  }

  private long bucket(CqlSession tables) {
    Row row = tables.execute("SELECT bucket FROM room_buckets WHERE room = ?", room).one();
    assertThat(row).isNotNull();
    return row.getLong("bucket");
  }
}
