package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.ApplicationData;
import chat.contract.event.EmittedEvent;
import chat.writer.room.InMemoryRoomTables.Fate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The effects of events on the rows of messages. */
class MessageEffectsTest extends WrittenEvents {

  @Test
  void an_edit_changes_the_message_and_keeps_a_row_of_its_own() {
    long message = say("first");
    long edit = edit(message, "second");
    store();
    assertThat(value(message)).contains("\"content\":\"second\"").contains("\"editedAt\":7");
    assertThat(value(edit)).contains("\"type\":\"edited\"").contains("\"content\":\"second\"");
    assertThat(changed(message)).isEqualTo(edit);
  }

  @Test
  void an_emitted_event_has_an_id_and_an_author_but_is_no_message() {
    EmittedEvent vote =
        new EmittedEvent("dev", "v-1", ANN, "vote", ApplicationData.of("{\"n\":0.10}"), 5);
    long event = add(vote);
    store();

    assertThat(value(event)).contains("\"data\":{\"n\":0.10}");
    assertThat(tables.message("dev", "u1", "v-1").map(InMemoryIds.Sent::seq)).contains(event);
    assertThat(tables.rows("room_messages")).isEmpty();
    assertThat(tables.rows("rooms_written", "u1")).hasSize(1);
  }

  @Test
  void a_deletion_removes_the_texts_of_the_message_and_of_its_edits_and_its_reactions() {
    long message = say("first");
    long edit = edit(message, "second");
    react(message, "+1", false);
    store();
    long late = edit(message, "third");
    long deletion = delete(message);
    store();
    assertThat(value(message)).contains("\"deletedAt\":9").doesNotContain("content");
    assertThat(List.of(value(edit), value(late))).noneMatch(value -> value.contains("content"));
    assertThat(changed(message)).isEqualTo(deletion);
    assertThat(tables.rows("room_reactions")).isEmpty();
  }

  @Test
  void the_texts_of_a_thousand_edits_go_page_by_page_wherever_the_writer_is_ended() {
    long message = say("first");
    IntStream.range(0, 1_000).forEach(i -> edit(message, "text " + i));
    store();
    delete(message);
    poll();
    int[] writes = {0};
    tables.failing(
        () -> {
          writes[0]++;
          return Fate.DONE;
        });
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    assertThat(writes[0]).as("of the poll").isLessThan(20);
    assertThat(value(message)).contains("deletedAt");
    assertThat(tables.textsGoing("dev")).as("what readers leave out").containsKey(message);
    int steps = 0;
    while (tables.removals() > 0) {
      PartitionWriter next = startedAt(log.end());
      for (int i = 0; i < 4; i++) {
        writes[0] = 0;
        Steps.one(next.removals());
        assertThat(writes[0]).as("of a step").isLessThan(50);
      }
      assertThat(++steps).as("each goes on where the one before was ended").isLessThan(50);
    }
    assertThat(tables.history("dev")).filteredOn(row -> has(row, "text ")).isEmpty();
  }

  @Test
  void a_removal_continues_after_a_crash() {
    long message = say("first");
    long edit = edit(message, "second");
    delete(message);
    poll();
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    assertThat(value(edit)).contains("second");
    Steps.all(startedAt(log.end()).removals());
    assertThat(value(edit)).doesNotContain("second");
    assertThat(tables.removals()).isZero();
  }

  private static boolean has(EventRow row, String text) {
    return new String(row.value(), UTF_8).contains(text);
  }

  private PartitionWriter startedAt(int offset) {
    return new PartitionWriter(
        new LogPartition(1, 0, 1),
        offset,
        offset,
        10,
        tables,
        (unreadable, reason) -> CompletableFuture.completedFuture(null));
  }

  @Test
  void an_edit_that_was_not_written_before_the_deletion_was_still_loses_its_text() {
    long message = say("first");
    store();
    long edit = edit(message, "second");
    delete(message);
    int[] writes = {0};
    tables.failing(() -> ++writes[0] == 2 ? Fate.LOST : Fate.DONE);
    poll();
    assertThat(writer.store().toCompletableFuture()).isCompletedExceptionally();
    tables.failing(() -> Fate.DONE);
    store();
    assertThat(value(edit)).doesNotContain("content");
  }

  @Test
  void a_reaction_stands_once_for_a_user_and_goes_when_it_is_removed() {
    long message = say("first");
    react(message, "+1", false);
    react(message, "+1", false);
    react(message, "-1", false);
    react(message, "-1", true);
    store();
    assertThat(tables.rows("room_reactions"))
        .containsExactly(
            Map.of(
                "room", "dev", "bucket", message, "target", message, "emoji", "+1", "user_id",
                "u1"));
    assertThat(row(message)).containsEntry("reacted", true);
  }

  @Test
  void a_message_does_not_say_that_it_has_a_reaction_before_the_reaction_is_written() {
    long message = say("first");
    store();
    long reaction = react(message, "+1", false);
    int[] writes = {0};
    // The event's row, the room's activity, the reaction.
    tables.failing(() -> ++writes[0] == 3 ? Fate.LOST : Fate.DONE);
    poll();
    assertThat(writer.store().toCompletableFuture()).isCompletedExceptionally();
    assertThat(tables.rows("room_activity")).hasSize(1);
    assertThat(tables.rows("room_reactions")).isEmpty();
    assertThat(tables.rows("room_events", "dev", message, message)).isEmpty();
    tables.failing(() -> Fate.DONE);
    store();
    assertThat(tables.rows("room_reactions")).hasSize(1);
    assertThat(changed(message)).isEqualTo(reaction);
  }

  @Test
  void changes_of_deleted_messages_and_other_events_change_nothing() {
    long message = say("first");
    long deletion = delete(message);
    edit(message, "late");
    react(message, "+1", false);
    edit(deletion, "never");
    delete(seq(99));
    react(seq(99), "+1", false);
    store();
    assertThat(value(message)).contains("deletedAt").doesNotContain("content");
    assertThat(changed(message)).isEqualTo(deletion);
    assertThat(value(deletion)).contains("\"type\":\"deleted\"").doesNotContain("never");
    assertThat(tables.rows("room_reactions")).isEmpty();
  }

  @Test
  void a_writer_that_stood_still_within_an_edit_does_not_bring_a_deleted_text_back() {
    assertThat(afterALateEdit(new InMemoryRoomTables())).doesNotContain("content");
  }

  @Test
  void a_late_edit_with_the_time_of_writing_would_bring_the_text_back() {
    long[] time = {0};
    assertThat(afterALateEdit(new InMemoryRoomTables(seq -> ++time[0]))).contains("second");
  }

  /** The state of a message that one writer edits after another has deleted it. */
  private String afterALateEdit(InMemoryRoomTables rows) {
    long message = say("first");
    edit(message, "second");
    PartitionWriter late = writer(rows);
    log.from(0, log.end()).forEach(late::accept);
    rows.holding(true);
    assertThat(late.store().toCompletableFuture()).isNotDone();
    rows.holding(false);
    delete(message);
    PartitionWriter owner = writer(rows);
    log.from(0, log.end()).forEach(owner::accept);
    assertThat(owner.store().toCompletableFuture()).isCompleted();
    rows.letGo();
    return new String(rows.history("dev").get(0).value(), UTF_8);
  }
}
