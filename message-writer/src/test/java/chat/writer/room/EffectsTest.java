package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.Deleted;
import chat.contract.Edited;
import chat.contract.Identity;
import chat.contract.MemberChange;
import chat.contract.MemberChange.Action;
import chat.contract.Message;
import chat.contract.Reaction;
import chat.contract.Role;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.contract.RoomEventCodec;
import chat.contract.Seq;
import chat.contract.Visibility;
import chat.writer.room.InMemoryRoomTables.Fate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The effects of events on rows other than their own. */
class EffectsTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");

  private final TestLog log = new TestLog();
  private final InMemoryRoomTables tables = new InMemoryRoomTables();
  private final PartitionWriter writer = writer(tables);
  private int ids;

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
  void a_deletion_takes_the_texts_of_the_message_and_of_its_edits_and_its_reactions() {
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
    take();
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
      Steps.one(next.removals());
      Steps.one(next.removals());
      Steps.one(next.removals());
      Steps.one(next.removals());
      assertThat(++steps).as("each goes on where the one before was ended").isLessThan(50);
    }
    assertThat(tables.history("dev")).filteredOn(row -> has(row, "text ")).isEmpty();
  }

  @Test
  void what_is_left_to_be_removed_is_done_after_a_crash() {
    long message = say("first");
    long edit = edit(message, "second");
    delete(message);
    take();
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
    take();
    assertThat(writer.store().toCompletableFuture()).isCompletedExceptionally();
    tables.failing(() -> Fate.DONE);
    store();
    assertThat(value(edit)).doesNotContain("content");
  }

  @Test
  void a_reaction_stands_once_for_a_user_and_goes_when_it_is_taken_back() {
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
    take();
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
  void changes_of_what_is_no_message_or_is_deleted_change_nothing() {
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
  void written_with_the_time_of_writing_the_late_edit_would_bring_it_back() {
    long[] time = {0};
    assertThat(afterALateEdit(new InMemoryRoomTables(seq -> ++time[0]))).contains("second");
  }

  /** The state of a message that one writer edits after another has deleted it. */
  private String afterALateEdit(InMemoryRoomTables rows) {
    long message = say("first");
    edit(message, "second");
    PartitionWriter late = writer(rows);
    log.from(0, log.end()).forEach(late::take);
    rows.holding(true);
    assertThat(late.store().toCompletableFuture()).isNotDone();
    rows.holding(false);
    delete(message);
    PartitionWriter owner = writer(rows);
    log.from(0, log.end()).forEach(owner::take);
    assertThat(owner.store().toCompletableFuture()).isCompleted();
    rows.letGo();
    return new String(rows.history("dev").get(0).value(), UTF_8);
  }

  @Test
  void a_room_begins_with_its_owner_and_is_found_while_it_is_public() {
    room(RoomChange.Action.CREATED, "Dev", Visibility.PUBLIC);
    store();
    assertThat(tables.rows("rooms", "dev"))
        .containsExactly(
            Map.of(
                "room",
                "dev",
                "visibility",
                "public",
                "name",
                "Dev",
                "slow_mode_seconds",
                0,
                "created_at",
                Instant.ofEpochMilli(5),
                "member_count",
                1));
    assertThat(tables.rows("public_rooms", "d")).hasSize(1);
    assertThat(role("u1")).isEqualTo("owner");
    room(RoomChange.Action.CHANGED, "Dev", Visibility.PRIVATE);
    store();
    assertThat(tables.rows("public_rooms")).isEmpty();
    assertThat(role("u1")).isEqualTo("owner");
  }

  @Test
  void a_direct_room_belongs_to_its_two_people_alike() {
    log.add(
        new RoomChange(
            "dev",
            "e",
            RoomChange.Action.CREATED,
            "dev",
            Visibility.PRIVATE,
            0,
            ANN,
            List.of(ANN, BOB),
            5));
    store();
    assertThat(tables.rows("rooms", "dev").get(0))
        .containsEntry("visibility", "direct")
        .containsEntry("member_count", 2);
    assertThat(role("u1")).isEqualTo("member");
    assertThat(role("u2")).isEqualTo("member");
    assertThat(tables.rows("public_rooms")).isEmpty();
  }

  @Test
  void who_hands_a_room_over_is_a_moderator_from_then_on_and_nobody_joined_anew() {
    room(RoomChange.Action.CREATED, "Dev", Visibility.PUBLIC);
    member(Action.JOINED, BOB, Role.MEMBER, null);
    member(Action.ROLE, BOB, Role.OWNER, ANN);
    store();
    assertThat(role("u1")).isEqualTo("moderator");
    assertThat(role("u2")).isEqualTo("owner");
    assertThat(tables.rows("room_members", "dev", "u2").get(0))
        .containsEntry("joined_at", Instant.ofEpochMilli(6));
  }

  @Test
  void the_banned_are_no_members_and_can_be_let_in_again() {
    member(Action.JOINED, BOB, Role.MEMBER, null);
    member(Action.BANNED, BOB, Role.MEMBER, ANN);
    store();
    assertThat(tables.rows("room_members", "dev")).isEmpty();
    assertThat(tables.rows("rooms_of_user", "u2")).isEmpty();
    assertThat(tables.rows("room_bans", "dev")).hasSize(1);
    assertThat(tables.rows("rooms", "dev").get(0)).containsEntry("member_count", 0);
    member(Action.UNBANNED, BOB, null, ANN);
    store();
    assertThat(tables.rows("room_bans", "dev")).isEmpty();
  }

  @Test
  void a_deleted_room_is_in_nobodys_list_however_many_they_were_and_whatever_failed() {
    IntStream.range(0, 1_200)
        .forEach(i -> member(Action.JOINED, new Author("m" + i, "name" + i), Role.MEMBER, null));
    store();
    assertThat(tables.rows("rooms", "dev").get(0)).containsEntry("member_count", 1_200);
    room(RoomChange.Action.DELETED, "Dev", Visibility.PUBLIC);
    int[] writes = {0};
    tables.failing(() -> ++writes[0] == 700 ? Fate.LOST : Fate.DONE);
    store();
    assertThat(tables.rows("rooms_of_user")).isEmpty();
    assertThat(tables.rows("room_members")).isEmpty();
    assertThat(tables.rows("rooms", "dev").get(0))
        .containsEntry("deleted", true)
        .containsEntry("member_count", 0);
  }

  @Test
  void where_somebody_is_named_is_written_once_a_bucket() {
    long first = say("first");
    store();
    int[] writes = {0};
    tables.failing(
        () -> {
          writes[0]++;
          return Fate.DONE;
        });
    say("second");
    store();
    assertThat(writes[0]).as("the event, its id, the room's last event").isEqualTo(3);
    assertThat(tables.rows("rooms_written", "u1"))
        .containsExactly(Map.of("user_id", "u1", "room", "dev", "bucket", first));
  }

  @Test
  void a_value_that_is_not_of_its_type_is_a_dead_letter() {
    byte[] deletion = RoomEventCodec.encode(new Deleted("dev", "e", ANN, seq(0), 9));
    log.add("dev", deletion, Message.TYPE, new byte[20]);
    byte[] another = Identity.of("dev", "u1", "f", 0).toBytes();
    log.add("dev", "{\"type\":\"edited\"}".getBytes(UTF_8), Edited.TYPE, another);
    take();
    assertThat(writer.store().toCompletableFuture().join().unreadable()).isEqualTo(2);
    assertThat(tables.history("dev")).allMatch(row -> row.type().equals("unreadable"));
  }

  private static PartitionWriter writer(InMemoryRoomTables rows) {
    return new PartitionWriter(
        new LogPartition(1, 0, 1),
        0,
        0,
        10,
        rows,
        (unreadable, reason) -> CompletableFuture.completedFuture(null));
  }

  private long say(String text) {
    return add(new Message("dev", id(), ANN, text, 5, null, List.of(), List.of()));
  }

  private long edit(long target, String text) {
    return add(new Edited("dev", id(), ANN, target, text, List.of(), 7));
  }

  private long delete(long target) {
    return add(new Deleted("dev", id(), ANN, target, 9));
  }

  private long react(long target, String emoji, boolean removed) {
    return add(new Reaction("dev", id(), ANN, target, emoji, removed, 8));
  }

  private void member(Action action, Author user, @Nullable Role role, @Nullable Author by) {
    add(new MemberChange("dev", id(), user, action, role, by, null, 6));
  }

  private void room(RoomChange.Action action, String name, Visibility seen) {
    add(new RoomChange("dev", id(), action, name, seen, 0, ANN, List.of(), 5));
  }

  private String id() {
    return "e-" + ++ids;
  }

  private long add(RoomEvent event) {
    return Seq.of(1, log.add(event).offset());
  }

  private void take() {
    log.from(writer.resumeAt(), log.end()).forEach(writer::take);
  }

  private void store() {
    take();
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    if (writer.removals().isDue()) {
      Steps.all(writer.removals());
    }
  }

  private String value(long seq) {
    return tables.history("dev").stream()
        .filter(row -> row.seq() == seq)
        .map(row -> new String(row.value(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Object> row(long seq) {
    return tables.rows("room_events", "dev").stream()
        .filter(row -> Long.valueOf(seq).equals(row.get("seq")))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable Object changed(long seq) {
    return row(seq).get("changed");
  }

  private @Nullable Object role(String user) {
    return tables.rows("room_members", "dev", user).get(0).get("role");
  }

  private static long seq(int offset) {
    return Seq.of(1, offset);
  }
}
