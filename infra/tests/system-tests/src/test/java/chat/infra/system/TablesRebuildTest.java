package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** The tables of history are lost, and the writer writes them again from the log. */
@Isolated // ends parts of the system and empties tables
@ExtendWith(RunningSystem.class)
class TablesRebuildTest {

  private static final String GROUP = "message-writer";

  private final ChatSystem system;
  private final Person ann;
  private final String room = "rebuilt-" + UUID.randomUUID();

  TablesRebuildTest(ChatSystem system) {
    this.system = system;
    this.ann = Person.register(system, "ann");
    ann.makes(room, "public");
  }

  @Test
  void the_writer_writes_the_tables_again_from_the_log() throws Exception {
    for (int i = 0; i < 20; i++) {
      ann.says(room, "message " + i);
    }
    long edited = ann.says(room, "before");
    assertThat(
            ann.one()
                .patch("/api/messages/" + room + "/" + edited, Map.of("content", "after"))
                .status())
        .isEqualTo(200);
    Backend.awaitStored(system);
    List<JsonNode> before = Person.chain(ann.one(), room);

    for (String part : List.of(GROUP, "gateway-1", "gateway-2")) {
      system.terminate(part);
    }
    try (CqlSession tables = system.tables()) {
      for (String table :
          List.of("room_events", "room_messages", "room_message_ids", "room_buckets")) {
        tables.execute("TRUNCATE " + table);
      }
    }
    setBack();
    for (String part : List.of("gateway-1", "gateway-2", GROUP)) {
      system.run("start", part);
    }
    Backend.awaitStored(system);

    assertThat(system.run("verify-tables", "--room", room).lines())
        .contains("state: done", "events: " + before.size(), "differences: none");
    assertThat(Person.chain(ann.two(), room)).isEqualTo(before);
  }

  /** As the tool of Kafka does it; the group has no members any more. */
  private void setBack() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.kafka()))) {
      Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
      admin
          .listConsumerGroupOffsets(GROUP)
          .partitionsToOffsetAndMetadata()
          .get(60, TimeUnit.SECONDS)
          .keySet()
          .forEach(partition -> beginnings.put(partition, new OffsetAndMetadata(0)));
      admin.alterConsumerGroupOffsets(GROUP, beginnings).all().get(60, TimeUnit.SECONDS);
    }
  }
}
