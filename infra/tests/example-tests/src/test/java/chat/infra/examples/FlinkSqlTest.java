package chat.infra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningSystem.class)
@Timeout(600)
class FlinkSqlTest {

  @Test
  void the_query_counts_the_messages_and_the_users_of_a_room(ChatSystem system)
      throws InterruptedException {
    BusyRoom room = new BusyRoom(system);
    room.send(5);
    assertThat(BusyRoom.messages(room.events())).hasSize(5);
    try (ExampleProcess example =
        ExampleProcess.java(
            "flink-sql",
            "chat.examples.flink.RunSql",
            "examples/flink-sql/rooms.sql",
            system.kafka(),
            "now")) {
      // | +I | 2026-11-30 04:10:00.000 | room | 5 | 2 |
      List<String[]> rows =
          example.whole().stream()
              .map(line -> line.split("\\s*\\|\\s*", -1))
              .filter(cells -> Arrays.asList(cells).contains(room.name()))
              .toList();

      assertThat(rows).isNotEmpty().allMatch(cells -> cells[1].equals("+I"));
      assertThat(rows.stream().mapToLong(cells -> Long.parseLong(cells[4])).sum()).isEqualTo(5);
      if (rows.size() == 1) {
        assertThat(rows.get(0)[5]).isEqualTo("2");
      }
    }
  }
}
