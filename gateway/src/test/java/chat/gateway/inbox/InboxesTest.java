package chat.gateway.inbox;

import static chat.contract.event.MemberChange.Action.BANNED;
import static chat.contract.event.MemberChange.Action.JOINED;
import static chat.contract.event.MemberChange.Action.KICKED;
import static chat.contract.event.MemberChange.Action.LEFT;
import static chat.gateway.inbox.InboxTrial.ANN;
import static chat.gateway.inbox.InboxTrial.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a user is told of the rooms in the inbox. */
class InboxesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final InboxTrial trial = new InboxTrial();
  private final InboxTrial.Client bob = trial.new Client(BOB);

  @BeforeEach
  void room() {
    trial.log.make("dev", ANN);
    trial.log.change("dev", BOB, JOINED, ANN);
  }

  @Test
  void the_list_shows_each_room_with_its_last_message_and_what_is_unread() {
    long last = trial.log.say("dev", ANN, "hi @bob", "bob");
    JsonNode room = bob.inbox().path("rooms").path(0);

    assertThat(room.path("room").stringValue()).isEqualTo("dev");
    assertThat(room.path("kind").stringValue()).isEqualTo("private");
    assertThat(room.path("unread").intValue()).isEqualTo(1);
    assertThat(room.path("mentions").intValue()).isEqualTo(1);
    assertThat(room.at("/last/seq").longValue()).isEqualTo(last);
    assertThat(room.at("/last/content").stringValue()).isEqualTo("hi @bob");
  }

  @Test
  void pages_with_long_last_messages_end_early_and_miss_no_room() {
    for (int i = 0; i < 40; i++) {
      trial.log.make("room-" + i, BOB);
      trial.log.say("room-" + i, BOB, "\uD83D\uDE00".repeat(4_000));
    }
    List<String> shown = new ArrayList<>();
    String cursor = null;
    do {
      InboxPage page = trial.lists.mine("bob", 100, cursor).join();
      assertThat(page.rooms().size()).isBetween(1, 17);
      page.rooms().forEach(room -> shown.add(room.room()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(shown).hasSize(41).doesNotHaveDuplicates();
  }

  @Test
  void a_message_is_told_at_once_and_those_within_a_second_after_it_together() {
    bob.inbox();
    long first = trial.log.say("dev", ANN, "1");
    assertActivity(bob.one(), first, 1, 0);

    trial.log.say("dev", ANN, "2");
    trial.log.say("dev", BOB, "one's own");
    long last = trial.log.say("dev", ANN, "3", "bob");
    trial.wait(SECOND.minusMillis(1));
    assertThat(bob.take()).isEmpty();
    trial.wait(SECOND);
    JsonNode told = bob.one();
    assertActivity(told, last, 3, 1);
    assertThat(told.at("/last/content").stringValue()).isEqualTo("3");
  }

  @Test
  void rooms_that_are_due_at_the_same_time_are_all_told() {
    trial.log.make("ops", ANN);
    trial.log.change("ops", BOB, JOINED, ANN);
    bob.inbox();
    long inDev = trial.log.say("dev", ANN, "1");
    long inOps = trial.log.say("ops", ANN, "1");
    assertThat(bob.take()).hasSize(2);
    trial.read(BOB, "dev", inDev);
    trial.read(BOB, "ops", inOps);
    assertThat(bob.take()).isEmpty();
    trial.wait(SECOND);
    assertThat(bob.take())
        .extracting(told -> told.path("readSeq").longValue())
        .containsExactlyInAnyOrder(inDev, inOps);
  }

  @Test
  void edits_deletions_and_markers_leave_exact_counts() {
    bob.inbox();
    long first = trial.log.say("dev", ANN, "1", "bob");
    long second = trial.log.say("dev", ANN, "2");
    assertActivity(bob.one(), second, 2, 1);

    trial.wait(SECOND);
    long edit = trial.log.append(new Edited("dev", "e", ANN, second, "new", List.of("bob"), 5));
    JsonNode edited = bob.one();
    assertActivity(edited, edit, 2, 2);
    assertThat(edited.at("/last/content").stringValue()).isEqualTo("new");

    trial.wait(SECOND);
    long deletion = trial.log.append(new Deleted("dev", "d", ANN, first, 5));
    assertActivity(bob.one(), deletion, 1, 1);

    trial.wait(SECOND);
    trial.read(BOB, "dev", second);
    JsonNode read = bob.one();
    assertActivity(read, deletion, 0, 0);
    assertThat(read.path("readSeq").longValue()).isEqualTo(second);

    trial.wait(SECOND);
    trial.log.append(new Deleted("dev", "d2", ANN, second, 5));
    JsonNode gone = bob.one();
    assertThat(gone.path("unread").intValue()).isZero();
    assertThat(gone.at("/last/deletedAt").isNumber()).isTrue();
    assertThat(gone.at("/last/content").isMissingNode()).isTrue();
  }

  @Test
  void edits_and_deletions_of_unread_messages_read_nothing() {
    bob.inbox();
    long first = trial.log.say("dev", ANN, "1");
    long own = trial.log.say("dev", BOB, "own");
    long last = trial.log.say("dev", ANN, "2");
    assertActivity(bob.one(), last, 2, 0);
    int before = trial.reads;

    trial.log.append(new Edited("dev", "e", ANN, first, "new", List.of(), 5));
    trial.wait(SECOND);
    assertThat(bob.take()).as("neither the last message nor the counts").isEmpty();
    long edit = trial.log.append(new Edited("dev", "e2", ANN, last, "new", List.of(), 5));
    assertActivity(bob.one(), edit, 2, 0);

    trial.log.append(new Deleted("dev", "d", BOB, own, 5));
    long deletion = trial.log.append(new Deleted("dev", "d2", ANN, first, 5));
    assertThat(bob.take()).isEmpty();
    trial.wait(SECOND);
    assertActivity(bob.one(), deletion, 1, 0);
    assertThat(trial.reads).isEqualTo(before);

    trial.wait(SECOND);
    long again = trial.log.append(new Deleted("dev", "d3", ANN, first, 5));
    assertActivity(bob.one(), again, 1, 0);
  }

  @Test
  void an_edit_that_names_a_user_is_counted_once_a_second() {
    bob.inbox();
    long first = trial.log.say("dev", ANN, "1");
    trial.log.say("dev", ANN, "2");
    bob.one();
    int before = trial.reads;
    long last = 0;
    for (int i = 0; i < 5; i++) {
      last = trial.log.append(new Edited("dev", "e" + i, ANN, first, "new", List.of("bob"), 5));
      assertThat(bob.take()).isEmpty();
    }
    trial.wait(SECOND);
    assertActivity(bob.one(), last, 2, 1);
    assertThat(trial.reads).isEqualTo(before + 1);
  }

  @Test
  void markers_of_a_user_are_told_as_slowly_as_messages() {
    long first = trial.log.say("dev", ANN, "1");
    long second = trial.log.say("dev", ANN, "2");
    bob.inbox();
    trial.read(BOB, "dev", first);
    assertActivity(bob.one(), second, 1, 0);
    trial.read(BOB, "dev", second);
    assertThat(bob.take()).isEmpty();
    trial.wait(SECOND);
    assertActivity(bob.one(), second, 0, 0);
  }

  @Test
  void messages_that_were_read_before_they_came_are_not_unread() {
    bob.inbox();
    long first = trial.log.end() + 1;
    trial.read(BOB, "dev", first);
    JsonNode ahead = bob.one();
    assertThat(ahead.path("readSeq").longValue()).isEqualTo(first);

    trial.log.say("dev", ANN, "1", "bob");
    assertThat(bob.take()).isEmpty();
    trial.wait(SECOND);
    assertActivity(bob.one(), first, 0, 0);
    long second = trial.log.say("dev", ANN, "2", "bob");
    trial.wait(SECOND);
    assertActivity(bob.one(), second, 1, 1);
  }

  @Test
  void a_marker_at_the_last_message_reads_nothing() {
    bob.inbox();
    long message = trial.log.say("dev", ANN, "1");
    long reaction = trial.log.append(new Reaction("dev", "r", ANN, message, "+1", false, 5));
    assertActivity(bob.one(), reaction, 1, 0);
    int before = trial.reads;
    trial.wait(SECOND);
    trial.read(BOB, "dev", message);
    assertActivity(bob.one(), reaction, 0, 0);
    assertThat(trial.reads).isEqualTo(before);
  }

  @Test
  void a_marker_that_does_not_move_and_events_of_others_are_not_told() {
    long first = trial.log.say("dev", ANN, "1");
    trial.read(BOB, "dev", first);
    bob.inbox();
    trial.read(BOB, "dev", first);
    trial.log.append(new Reaction("dev", "r", ANN, first, "+1", false, 5));
    trial.log.change("dev", InboxTrial.ANN, LEFT, ANN);
    trial.read(ANN, "dev", first);

    assertThat(bob.take()).isEmpty();
  }

  @Test
  void a_long_message_in_a_room_of_many_is_told_without_it() {
    List<CompletableFuture<Void>> lists = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Author user = new Author("user" + i, "user" + i);
      trial.log.change("dev", user, JOINED, ANN);
      lists.add(trial.new Client(user).list(100, null));
    }
    trial.settle(() -> lists.stream().allMatch(CompletableFuture::isDone));
    bob.inbox();
    String text = "\uD83D\uDE00".repeat(4_000);
    long last = trial.log.say("dev", ANN, text);
    JsonNode told = bob.one();
    assertActivity(told, last, 1, 0);
    assertThat(told.has("last")).isFalse();
  }

  @Test
  void becoming_a_member_and_no_longer_is_told() {
    bob.inbox();
    trial.log.make("ops", ANN);
    trial.log.say("ops", ANN, "early");
    assertThat(bob.take()).as("a stranger's room").isEmpty();

    trial.log.change("ops", BOB, JOINED, ANN);
    JsonNode added = bob.one();
    assertThat(added.path("type").stringValue()).isEqualTo("added");
    assertThat(added.path("room").stringValue()).isEqualTo("ops");
    assertThat(added.path("unread").intValue()).isEqualTo(1);
    assertThat(added.at("/by/id").stringValue()).isEqualTo("ann");

    long last = trial.log.say("ops", ANN, "late");
    assertActivity(bob.one(), last, 2, 0);

    trial.log.change("ops", BOB, KICKED, ANN);
    JsonNode removed = bob.one();
    assertThat(removed.path("type").stringValue()).isEqualTo("removed");
    assertThat(removed.path("reason").stringValue()).isEqualTo("kicked");
    trial.log.say("ops", ANN, "secret");
    trial.log.change("ops", BOB, BANNED, ANN);
    trial.wait(SECOND);
    assertThat(bob.take()).isEmpty();
  }

  @Test
  void a_service_that_adds_a_user_is_told_as_one() {
    bob.inbox();
    trial.log.make("ops", ANN);
    trial.log.change("ops", BOB, JOINED, Author.ofService("billing"));
    JsonNode by = bob.one().path("by");
    assertThat(by.path("id").stringValue()).isEqualTo("service:billing");
    assertThat(by.path("service").booleanValue()).isTrue();
  }

  @Test
  void only_steps_that_send_are_flushed() {
    bob.inbox();
    trial.flushes = 0;
    trial.step();
    long message = trial.log.say("dev", ANN, "1");
    bob.one();
    assertThat(trial.flushes).isEqualTo(1);
    trial.log.append(new Reaction("dev", "r", ANN, message, "+1", false, 5));
    trial.step();
    assertThat(trial.flushes).isEqualTo(1);
  }

  @Test
  void what_happens_while_a_list_is_read_comes_after_it() {
    CompletableFuture<Void> listed = bob.list(100, null);
    trial.loop.step();
    trial.log.make("ops", BOB);
    trial.settle(() -> listed.isDone());
    List<JsonNode> frames = bob.take();

    assertThat(frames.get(0).path("rooms").isArray()).isTrue();
    assertThat(frames.get(1).path("type").stringValue()).isEqualTo("added");
  }

  @Test
  void an_edit_and_a_deletion_while_a_list_is_read_are_told_after_it() {
    long first = trial.log.say("dev", ANN, "1", "bob");
    long second = trial.log.say("dev", ANN, "2", "bob");
    trial.log.say("dev", ANN, "3");
    trial.log.readable = new CompletableFuture<>();
    CompletableFuture<Void> listed = bob.list(100, null);
    trial.settle(() -> trial.inboxes.entries() == 1);
    trial.log.append(new Edited("dev", "e", ANN, first, "new", List.of(), 5));
    long last = trial.log.append(new Deleted("dev", "d", ANN, second, 5));
    trial.step();
    trial.log.readable.complete(null);
    trial.settle(listed::isDone);

    List<JsonNode> frames = bob.take();
    assertThat(frames).as("the list may be read before or after them").hasSize(2);
    assertActivity(frames.get(1), last, 2, 0);
  }

  @Test
  void events_that_found_no_capacity_leave_exact_counts() {
    assertExactCounts(new InboxTrial(1 << 20, 3, 1 << 20));
  }

  @Test
  void events_that_were_too_large_to_wait_leave_exact_counts() {
    assertExactCounts(new InboxTrial(1 << 20, 10_000, 300));
  }

  private static void assertExactCounts(InboxTrial small) {
    small.log.make("dev", ANN);
    small.log.change("dev", BOB, JOINED, ANN);
    InboxTrial.Client reader = small.new Client(BOB);
    reader.inbox();
    long last = 0;
    for (int i = 0; i < 10; i++) {
      last = small.log.say("dev", ANN, "text");
    }
    small.step();
    small.wait(SECOND);
    List<JsonNode> told = reader.take();
    assertActivity(told.get(told.size() - 1), last, 10, 0);
  }

  @Test
  void a_connection_that_ends_leaves_nothing() {
    bob.inbox();
    assertThat(trial.inboxes.entries()).isEqualTo(1);
    bob.connection.gone();
    trial.step();
    assertThat(trial.inboxes.entries()).isZero();
    trial.log.say("dev", ANN, "1");
    assertThat(bob.take()).isEmpty();
  }

  private static void assertActivity(JsonNode frame, long last, int unread, int mentions) {
    assertThat(frame.path("type").stringValue()).as(frame.toString()).isEqualTo("activity");
    assertThat(frame.path("lastSeq").longValue()).as(frame.toString()).isEqualTo(last);
    assertThat(frame.path("unread").intValue()).as(frame.toString()).isEqualTo(unread);
    assertThat(frame.path("mentions").intValue()).as(frame.toString()).isEqualTo(mentions);
  }
}
