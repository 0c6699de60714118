package chat.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.contract.log.RoomRecord;
import chat.epochs.LogEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The tail applies changes to its messages. */
class TailUpdateTest {

  private static final LogEpoch EPOCH = new LogEpoch("topic", 1, 1);
  private static final int PLENTY = 1 << 20;
  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");

  private final Appends appends = new Appends();
  private final List<LoggedEvent> taken = new ArrayList<>();
  private final EventSink sink =
      new EventSink() {
        @Override
        public void observe(LoggedEvent event) {
          taken.add(event);
        }

        @Override
        public void deliver(LoggedEvent event) {}

        @Override
        public void flush() {}

        @Override
        public void reset() {}
      };

  private PartitionLog log = new PartitionLog(EPOCH, 0, 0, 0, PLENTY, PLENTY, Runnable::run);
  private int next;

  @Test
  void an_edited_message_is_replayed_with_its_new_text_and_the_edit_at_its_own_seq() {
    long message = append(message("dev", "old"));
    long edit = append(edit("dev", message, "new"));

    assertThat(shown("dev", message)).contains("\"content\":\"new\"").doesNotContain("old");
    assertThat(shown("dev", edit)).contains("\"type\":\"edited\"", "\"content\":\"new\"");
    assertThat(event("dev", message).changed()).isEqualTo(edit);
  }

  @Test
  void a_deleted_text_and_its_edits_are_never_replayed() {
    long message = append(message("dev", "secret one"));
    long first = append(edit("dev", message, "secret two"));
    long second = append(edit("dev", message, "secret three"));
    long other = append(edit("dev", append(message("dev", "a")), "b"));
    long deletion = append(delete("dev", message));

    assertThat(all("dev")).hasSize(6).noneMatch(json -> json.contains("secret"));
    assertThat(shown("dev", message)).contains("\"deletedAt\":5");
    assertThat(shown("dev", first)).contains("\"target\":" + message);
    assertThat(shown("dev", second)).contains("\"target\":" + message);
    assertThat(shown("dev", other)).contains("\"content\":\"b\"");
    assertThat(event("dev", message).changed()).isEqualTo(deletion);
  }

  @Test
  void edits_of_an_evicted_message_lose_their_text_by_its_deletion() {
    log = new PartitionLog(EPOCH, 0, 0, 0, 2, PLENTY, Runnable::run);
    long message = append(message("dev", "secret one"));
    append(edit("dev", message, "secret two"));
    append(delete("dev", message));

    assertThat(all("dev")).hasSize(2).noneMatch(json -> json.contains("secret"));
  }

  @Test
  void the_changes_of_messages_are_found_by_their_target() {
    long first = append(message("dev", "a"));
    long second = append(message("dev", "b"));
    long edit = append(edit("dev", first, "aa"));
    long reaction = append(reaction("dev", ANN, second, "+1", false));
    append(edit("ops", first, "theirs"));
    long deletion = append(delete("dev", first));

    assertThat(changesOf("dev", first, 0)).containsExactly(edit, deletion);
    assertThat(changesOf("dev", first, edit)).containsExactly(deletion);
    assertThat(changesOf("dev", second, 0)).containsExactly(reaction);
    assertThat(log.changesOf("dev", List.of(EPOCH.seq(99)), 0)).isEmpty();
  }

  @Test
  void evicted_changes_are_not_found() {
    log = new PartitionLog(EPOCH, 0, 0, 0, 2, PLENTY, Runnable::run);
    long message = append(message("dev", "a"));
    append(edit("dev", message, "b"));
    long second = append(edit("dev", message, "c"));
    long third = append(edit("dev", message, "d"));
    assertThat(changesOf("dev", message, 0)).containsExactly(second, third);

    append(message("dev", "x"));
    append(message("dev", "y"));
    assertThat(log.changesOf("dev", List.of(message), 0)).isEmpty();
  }

  @Test
  void reactions_count_each_user_once_and_end_with_the_message() {
    long message = append(message("dev", "hi"));
    append(reaction("dev", ANN, message, "+1", false));
    append(reaction("dev", ANN, message, "+1", false));
    append(reaction("dev", BOB, message, "+1", false));
    append(reaction("dev", BOB, message, "👍", false));
    append(reaction("dev", ANN, message, "👍", true));

    assertThat(frame("dev", message, "u1"))
        .endsWith(
            ",\"reactions\":{\"+1\":{\"count\":2,\"me\":true},\"👍\":{\"count\":1,\"me\":false}}}");

    append(reaction("dev", BOB, message, "👍", true));
    assertThat(frame("dev", message, "u3"))
        .endsWith(",\"reactions\":{\"+1\":{\"count\":2,\"me\":false}}}");

    append(delete("dev", message));
    assertThat(frame("dev", message, "u1")).doesNotContain("reactions");
  }

  @Test
  void an_edit_keeps_the_reactions() {
    long message = append(message("dev", "old"));
    append(reaction("dev", ANN, message, "+1", false));
    append(edit("dev", message, "new"));

    assertThat(frame("dev", message, "u1")).contains("\"content\":\"new\"", "\"+1\"");
  }

  @Test
  void a_change_of_another_rooms_message_changes_nothing() {
    long message = append(message("dev", "mine"));
    append(delete("ops", message));
    append(edit("ops", message, "theirs"));

    assertThat(shown("dev", message)).contains("\"content\":\"mine\"");
  }

  @Test
  void a_change_of_another_event_changes_nothing() {
    long message = append(message("dev", "a"));
    long edit = append(edit("dev", message, "b"));
    append(edit("dev", edit, "c"));
    append(edit("dev", EPOCH.seq(99), "d"));

    assertThat(shown("dev", message)).contains("\"content\":\"b\"");
    assertThat(shown("dev", edit)).contains("\"content\":\"b\"");
  }

  @Test
  void an_edit_decided_before_a_deletion_and_appended_after_it_is_void() {
    long message = append(message("dev", "secret"));
    long asOf = next;
    append(delete("dev", message));
    Edited late = edit("dev", message, "secret again");
    append(late, asOf);

    assertThat(all("dev")).hasSize(2).noneMatch(json -> json.contains("secret"));
    assertThat(taken).hasSize(2);
    assertThat(log.end()).isEqualTo(3);
  }

  @Test
  void a_void_append_is_reported_as_void() {
    long message = append(message("dev", "hi"));
    long asOf = next;
    append(delete("dev", message));
    Edited late = edit("dev", message, "ho");
    CompletableFuture<Appended> append = new CompletableFuture<>();
    assertThat(appends.begin(Identity.of(late, 0), RoomEventCodec.encode(late), append)).isNull();
    append(late, asOf);
    appends.completeSettled();

    assertThat(append).isCompletedWithValueMatching(Appended::isVoid);
  }

  @Test
  void the_bytes_of_the_tail_follow_the_current_state_of_its_events() {
    log = new PartitionLog(EPOCH, 0, 0, 0, PLENTY, 2000, Runnable::run);
    long message = append(message("dev", "x".repeat(1200)));
    append(message("ops", "y"));
    append(delete("dev", message));
    append(message("ops", "z".repeat(700)));

    assertThat(all("dev")).as("the deletion made room").hasSize(2);
  }

  private long append(RoomEvent event) {
    return append(event, next);
  }

  private long append(RoomEvent event, long asOf) {
    byte[] value = RoomEventCodec.encode(event);
    Identity identity = Identity.of(event, 0);
    Condition condition = Condition.of(asOf, event);
    RoomRecord record =
        new RoomRecord(event.room(), event.type(), identity, condition, value, null);
    log.append(next, record, appends, sink);
    return EPOCH.seq(next++);
  }

  private List<String> all(String room) {
    return log.slice(room, 0, Long.MAX_VALUE, EventKind.ANY, PLENTY).events().stream()
        .map(event -> new String(event.value(), UTF_8))
        .toList();
  }

  private List<Long> changesOf(String room, long target, long after) {
    return log.changesOf(room, List.of(target), after).getOrDefault(target, List.of()).stream()
        .map(LoggedEvent::seq)
        .toList();
  }

  private LoggedEvent event(String room, long seq) {
    return log.sliceAfter(room, seq - 1, EventKind.ANY, 1).events().get(0);
  }

  private String shown(String room, long seq) {
    return new String(event(room, seq).value(), UTF_8);
  }

  private String frame(String room, long seq, String reader) {
    return new String(event(room, seq).frame(reader), UTF_8);
  }

  private Message message(String room, String content) {
    return new Message(room, "m-" + next, ANN, content, 5, null, List.of(), List.of());
  }

  private Edited edit(String room, long target, String content) {
    return new Edited(room, "m-" + next, ANN, target, content, List.of(), 5);
  }

  private Deleted delete(String room, long target) {
    return new Deleted(room, "m-" + next, ANN, target, 5);
  }

  private Reaction reaction(String room, Author user, long target, String emoji, boolean removed) {
    return new Reaction(room, "m-" + next, user, target, emoji, removed, 5);
  }
}
