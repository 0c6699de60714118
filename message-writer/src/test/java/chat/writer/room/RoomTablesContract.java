package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.Role;
import chat.contract.Seq;
import chat.writer.room.MessageEffect.BucketBegun;
import chat.writer.room.MessageEffect.EditsForgotten;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.MessageReacted;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.MessageEffect.TextChanged;
import chat.writer.room.RemovalEffect.RemovalAdvanced;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RemovalEffect.RemovalDone;
import chat.writer.room.RemovalEffect.RemovalsDone;
import chat.writer.room.RoomEffect.Banned;
import chat.writer.room.RoomEffect.BannerForgotten;
import chat.writer.room.RoomEffect.MemberGone;
import chat.writer.room.RoomEffect.MemberSet;
import chat.writer.room.RoomEffect.MembersCounted;
import chat.writer.room.RoomEffect.MembersGone;
import chat.writer.room.RoomEffect.Muted;
import chat.writer.room.RoomEffect.RoomActive;
import chat.writer.room.RoomEffect.RoomDescribed;
import chat.writer.room.RoomEffect.RoomEnded;
import chat.writer.room.RoomEffect.RoomGone;
import chat.writer.room.RoomEffect.RoomListed;
import chat.writer.room.RoomEffect.RoomUnlisted;
import chat.writer.room.RoomEffect.Unbanned;
import chat.writer.room.RoomEffect.Unmuted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of all implementations of the tables. */
public abstract class RoomTablesContract {

  private final String room = "r" + UUID.randomUUID();

  protected abstract RoomTables tables();

  protected abstract NamedEvents namedEvents();

  protected abstract Optional<SentMessage> message(String messageRoom, String sender, String id)
      throws Exception;

  /**
   * The rows of a table.
   *
   * @param namesAndValues a prefix of the key: a column's name, its value, and so on
   */
  protected abstract List<Map<String, Object>> rows(String table, Object... namesAndValues)
      throws Exception;

  @Test
  void a_room_without_events_has_no_end() throws Exception {
    assertThat(end(Seq.of(1, 5))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void the_end_before_a_seq_is_the_greatest_event_below_it() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10), row(5, 3, 3, 2, 25), row(9, 5, 3, 3, 31));
    assertThat(end(seq(9))).isEqualTo(new RoomEnd(seq(5), seq(3), 2, 25, seq(5)));
    assertThat(end(seq(10))).isEqualTo(new RoomEnd(seq(9), seq(3), 3, 31, seq(9)));
    assertThat(end(seq(3))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void the_end_before_the_first_event_of_a_bucket_is_in_the_bucket_before() throws Exception {
    open(seq(3));
    open(seq(7));
    write(row(3, 0, 3, 1, 10));
    write(row(7, 3, 7, 1, 4));
    assertThat(end(seq(7))).isEqualTo(new RoomEnd(seq(3), seq(3), 1, 10, seq(3)));
    assertThat(end(seq(8))).isEqualTo(new RoomEnd(seq(7), seq(7), 1, 4, seq(7)));
  }

  @Test
  void writing_again_changes_nothing() throws Exception {
    for (int i = 0; i < 2; i++) {
      open(seq(3));
      write(row(3, 0, 3, 1, 10), row(4, 3, 3, 2, 20));
    }
    assertThat(end(seq(100))).isEqualTo(new RoomEnd(seq(4), seq(3), 2, 20, seq(4)));
  }

  @Test
  void a_batch_of_many_rows_is_there_as_a_whole() throws Exception {
    open(seq(0));
    write(
        IntStream.range(0, 100).mapToObj(i -> row(i, i - 1, 0, i + 1, i)).toArray(EventRow[]::new));
    assertThat(end(seq(100)).events()).isEqualTo(100);
    assertThat(end(seq(50)).events()).isEqualTo(50);
  }

  @Test
  void rooms_do_not_see_each_other() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10));
    assertThat(done(tables().endBefore(room + "-other", seq(100)))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void of_two_messages_under_one_id_the_later_in_the_log_stays_whichever_is_written_last()
      throws Exception {
    SentMessage early = new SentMessage(room, "u1", "m-1", seq(3), 33);
    SentMessage late = new SentMessage(room, "u1", "m-1", seq(9), 99);
    done(tables().remember(late));
    done(tables().remember(early));
    assertThat(message(room, "u1", "m-1")).contains(late);
    assertThat(message(room, "u2", "m-1")).isEmpty();
  }

  @Test
  void an_event_is_found_at_its_place_in_whatever_bucket() throws Exception {
    open(seq(3));
    open(seq(7));
    write(row(3, 0, 3, 1, 10), row(4, 3, 3, 2, 10));
    write(row(7, 4, 7, 1, 10));
    assertThat(find(3).map(StoredEvent::bucket)).contains(seq(3));
    assertThat(find(4).map(StoredEvent::type)).contains("message");
    assertThat(find(7).map(StoredEvent::bucket)).contains(seq(7));
    assertThat(find(5)).isEmpty();
    assertThat(find(2)).isEmpty();
  }

  @Test
  void a_message_shows_what_the_last_event_in_the_log_made_of_it_whichever_is_written_last()
      throws Exception {
    aMessageAt3();
    apply(new TextChanged(room, seq(3), seq(3), bytes("{later}"), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{early}"), seq(5)));
    aMessageAt3();
    assertThat(find(3).map(event -> new String(event.value(), UTF_8))).contains("{later}");
    assertThat(event(3)).containsEntry("changed", seq(9));
    assertThat(done(tables().edits(room, seq(3), seq(3))))
        .containsExactlyInAnyOrder(seq(5), seq(9));
    assertThat(find(3).map(StoredEvent::type)).contains("message");
  }

  @Test
  void a_deleted_text_does_not_come_back_when_an_edit_before_it_is_written_late() throws Exception {
    aMessageAt3();
    apply(new MessageDeleted(room, seq(3), seq(3), bytes("{deleted}"), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{edited}"), seq(5)));
    assertThat(find(3).map(event -> new String(event.value(), UTF_8))).contains("{deleted}");
    assertThat(event(3)).containsEntry("changed", seq(9));
  }

  @Test
  void a_reaction_is_a_row_until_it_is_taken_back_or_the_message_is_deleted() throws Exception {
    aMessageAt3();
    apply(reaction("+1", "u1", false, 5));
    apply(reaction("+1", "u2", false, 6));
    apply(reaction("-1", "u2", false, 9));
    apply(reaction("+1", "u1", true, 7));
    apply(reaction("+1", "u1", false, 5));
    assertThat(reactions()).containsExactlyInAnyOrder("+1 u2", "-1 u2");
    apply(new MessageReacted(room, seq(3), seq(3), seq(9)));
    apply(new MessageReacted(room, seq(3), seq(3), seq(7)));
    assertThat(event(3)).containsEntry("reacted", true).containsEntry("changed", seq(9));
    apply(new ReactionsRemoved(room, seq(3), seq(3), seq(8)));
    apply(reaction("+1", "u2", false, 6));
    assertThat(reactions()).containsExactly("-1 u2");
  }

  @Test
  void messages_are_known_apart_from_other_events_and_by_whom_they_are() throws Exception {
    open(seq(3));
    write(
        row(3, 0, 3, 1, 10),
        row(3, "reaction", new RoomEnd(seq(4), seq(3), 2, 12, seq(3)), null),
        row(5, 4, 3, 3, 14));
    apply(new MessageDeleted(room, seq(3), seq(3), bytes("{deleted}"), seq(9)));
    write(row(3, 0, 3, 1, 10));
    apply(new Rewritten(room, seq(3), seq(4), bytes("{other}"), seq(9)));
    assertThat(messages())
        .containsExactlyInAnyOrder(
            Map.of("room", room, "bucket", seq(3), "seq", seq(3), "deleted", true),
            Map.of("room", room, "bucket", seq(3), "seq", seq(5), "author", "u5"));
  }

  @Test
  void what_one_writer_knew_of_messages_is_not_lost_when_another_that_does_not_writes_the_same()
      throws Exception {
    EventRow known = row(3, 0, 3, 1, 10);
    RoomEnd end = known.end();
    RoomEnd unknown = new RoomEnd(end.seq(), end.bucket(), 1, 10, RoomEnd.UNKNOWN);
    EventRow other = row(0, "message", unknown, "u3");
    open(seq(3));
    write(other);
    assertThat(end(seq(4))).isEqualTo(unknown);
    apply(new BucketBegun(room, seq(3), seq(2)));
    write(known);
    open(seq(3));
    write(other);
    assertThat(end(seq(4))).isEqualTo(known.end());
    assertThat(rows("room_buckets", "room", room).get(0)).containsEntry("last_message", seq(2));
  }

  @Test
  void a_room_is_described_listed_and_counted() throws Exception {
    apply(new RoomDescribed(room, "public", "Dev", 0, 77L, seq(1)));
    apply(new RoomListed(room, "Dev", seq(1)));
    apply(new RoomDescribed(room, "private", "Development", 30, null, seq(5)));
    apply(new RoomUnlisted(room, seq(5)));
    apply(new RoomListed(room, "Dev", seq(1)));
    apply(new MembersCounted(room, 4, seq(4)));
    apply(new MembersCounted(room, 3, seq(3)));
    assertThat(rows("rooms", "room", room))
        .containsExactly(
            Map.of(
                "room",
                room,
                "visibility",
                "private",
                "name",
                "Development",
                "slow_mode_seconds",
                30,
                "created_at",
                Instant.ofEpochMilli(77),
                "member_count",
                4));
    assertThat(rows("public_rooms", "first", "r", "room", room)).isEmpty();
    apply(new RoomListed(room, "Dev", seq(6)));
    assertThat(rows("public_rooms", "first", "r", "room", room))
        .containsExactly(Map.of("first", "r", "room", room, "name", "Dev"));
  }

  @Test
  void the_last_event_of_a_room_stays_the_last_whichever_is_written_last() throws Exception {
    apply(new RoomActive(room, 50, seq(5)));
    apply(new RoomActive(room, 30, seq(3)));
    assertThat(rows("room_activity", "room", room))
        .containsExactly(Map.of("room", room, "seq", seq(5), "at", Instant.ofEpochMilli(50)));
  }

  @Test
  void a_member_stands_in_both_lists_and_a_new_role_leaves_since_when() throws Exception {
    apply(new MemberSet(room, user("u1"), Role.MEMBER, 55L, seq(1)));
    apply(new MemberSet(room, user("u1"), Role.MODERATOR, null, seq(3)));
    apply(new MemberSet(room, user("u2"), Role.OWNER, 66L, seq(2)));
    Instant joined = Instant.ofEpochMilli(55);
    assertThat(rows("room_members", "room", room, "user_id", "u1"))
        .containsExactly(
            Map.of(
                "room", room,
                "user_id", "u1",
                "username", "name-u1",
                "role", "moderator",
                "joined_at", joined));
    assertThat(rows("rooms_of_user", "user_id", "u1", "room", room))
        .containsExactly(
            Map.of("room", room, "user_id", "u1", "role", "moderator", "joined_at", joined));
    assertThat(done(tables().countMembers(room))).isEqualTo(2);
    assertThat(done(tables().members(room, "", 1))).containsExactly("u1");
    assertThat(done(tables().members(room, "u1", 5))).containsExactly("u2");
  }

  @Test
  void who_left_is_in_no_list_also_when_their_joining_is_written_late() throws Exception {
    apply(new MemberSet(room, user("u1"), Role.MEMBER, 55L, seq(1)));
    apply(new MemberGone(room, "u1", seq(3)));
    apply(new MemberSet(room, user("u1"), Role.MEMBER, 55L, seq(1)));
    apply(new MemberSet(room, user("u1"), Role.MODERATOR, null, seq(2)));
    assertThat(rows("room_members", "room", room)).isEmpty();
    assertThat(rows("rooms_of_user", "user_id", "u1", "room", room)).isEmpty();
    assertThat(done(tables().countMembers(room))).isZero();
  }

  @Test
  void bans_and_mutes_come_and_go() throws Exception {
    apply(new Banned(room, user("u1"), user("u9"), 55, seq(1)));
    apply(new Banned(room, user("u2"), null, 66, seq(2)));
    apply(new Muted(room, "u1", 77, seq(3)));
    assertThat(rows("room_bans", "room", room, "user_id", "u1"))
        .containsExactly(
            Map.of(
                "room", room,
                "user_id", "u1",
                "username", "name-u1",
                "by_id", "u9",
                "by_username", "name-u9",
                "banned_at", Instant.ofEpochMilli(55)));
    assertThat(rows("room_mutes", "room", room))
        .containsExactly(
            Map.of("room", room, "user_id", "u1", "until_at", Instant.ofEpochMilli(77)));
    apply(new Unbanned(room, "u1", seq(4)));
    apply(new Unmuted(room, "u1", seq(5)));
    assertThat(rows("room_bans", "room", room)).hasSize(1);
    assertThat(rows("room_mutes", "room", room)).isEmpty();
  }

  @Test
  void who_banned_somebody_is_forgotten_of_that_ban_only() throws Exception {
    Banned first = new Banned(room, user("u1"), user("u8"), 55, seq(1));
    apply(first);
    apply(new BannerForgotten(room, "u1", seq(1)));
    apply(first);
    assertThat(rows("room_bans", "room", room))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .doesNotContainKeys("by_id", "by_username")
        .containsEntry("username", "name-u1");
    apply(new Unbanned(room, "u1", seq(2)));
    apply(new BannerForgotten(room, "u1", seq(1)));
    assertThat(rows("room_bans", "room", room)).isEmpty();
    apply(new Banned(room, user("u1"), user("u9"), 66, seq(3)));
    apply(new BannerForgotten(room, "u1", seq(1)));
    assertThat(rows("room_bans", "room", room))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("by_id", "u9");
  }

  @Test
  void a_room_that_ended_has_no_members_bans_and_mutes_but_its_row() throws Exception {
    apply(new MemberSet(room, user("u1"), Role.OWNER, 55L, seq(1)));
    apply(new Banned(room, user("u2"), user("u1"), 66, seq(2)));
    apply(new Muted(room, "u2", 77, seq(3)));
    apply(new RoomGone(room, "u1", seq(4)));
    apply(new RoomEnded(room, seq(4)));
    assertThat(done(tables().members(room, "", 5))).as("found until all is done").hasSize(1);
    apply(new MembersGone(room, seq(4)));
    apply(new MemberSet(room, user("u1"), Role.OWNER, 55L, seq(1)));
    assertThat(rows("rooms", "room", room))
        .containsExactly(Map.of("room", room, "deleted", true, "member_count", 0));
    for (String table : List.of("room_members", "room_bans", "room_mutes")) {
      assertThat(rows(table, "room", room)).as(table).isEmpty();
    }
    assertThat(rows("rooms_of_user", "user_id", "u1", "room", room)).isEmpty();
  }

  @Test
  void edits_whose_texts_are_gone_are_not_found_again_also_when_one_is_written_late()
      throws Exception {
    aMessageAt3();
    for (int edit : List.of(5, 6, 7)) {
      apply(new TextChanged(room, seq(3), seq(3), bytes("{}"), seq(edit)));
    }
    apply(new EditsForgotten(room, seq(3), seq(3), Set.of(seq(5), seq(7)), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{}"), seq(5)));
    assertThat(done(tables().edits(room, seq(3), seq(3)))).containsExactly(seq(6));
  }

  @Test
  void a_removal_is_found_with_how_far_it_has_come_until_it_is_done() throws Exception {
    int partition = ThreadLocalRandom.current().nextInt(1 << 30);
    Removal texts = Removal.ofTexts(partition, seq(5), room, seq(3));
    Removal members = Removal.ofRoom(partition, seq(9), room);
    apply(new RemovalBegun(members));
    apply(new RemovalBegun(texts));
    apply(new RemovalAdvanced(members.after("u7")));
    apply(new RemovalAdvanced(members.after("u3")));
    apply(new RemovalBegun(members));
    assertThat(removals(partition, 0, 10)).containsExactly(texts, members.after("u7"));
    assertThat(removals(partition, 6, 10)).containsExactly(members.after("u7"));
    assertThat(removals(partition, 0, 9)).containsExactly(texts);
    apply(new RemovalDone(texts));
    apply(new RemovalDone(members));
    apply(new RemovalBegun(texts));
    apply(new RemovalAdvanced(members.after("u9")));
    assertThat(removals(partition, 0, 10)).isEmpty();
  }

  @Test
  void up_to_where_removals_are_done_never_goes_back() throws Exception {
    int partition = ThreadLocalRandom.current().nextInt(1 << 30);
    assertThat(done(tables().removalsDone(partition))).isZero();
    apply(new RemovalsDone(partition, seq(9)));
    apply(new RemovalsDone(partition, seq(5)));
    assertThat(done(tables().removalsDone(partition))).isEqualTo(seq(9));
    assertThat(removals(partition, 0, 10)).isEmpty();
  }

  private List<Removal> removals(int partition, int from, int before) throws Exception {
    return done(tables().removals(partition, seq(from), seq(before), 10));
  }

  @Test
  void where_somebody_is_named_is_read_page_by_page() throws Exception {
    String user = "u" + UUID.randomUUID();
    List<PersonNamed> all =
        List.of(
            new PersonNamed(user, "a", seq(3)),
            new PersonNamed(user, "a", seq(7)),
            new PersonNamed(user, "b", seq(1)));
    for (PersonNamed place : all) {
      apply(place);
    }
    assertThat(done(namedEvents().named(user, "", 0, 2))).isEqualTo(all.subList(0, 2));
    assertThat(done(namedEvents().named(user, "a", seq(3), 5))).isEqualTo(all.subList(1, 3));
    assertThat(done(namedEvents().named(user, "b", seq(1), 5))).isEmpty();
  }

  @Test
  void where_somebody_is_named_is_known() throws Exception {
    for (int i = 0; i < 2; i++) {
      apply(new PersonNamed("u1", room, seq(3)));
    }
    assertThat(rows("rooms_written", "user_id", "u1", "room", room))
        .containsExactly(Map.of("user_id", "u1", "room", room, "bucket", seq(3)));
  }

  @Test
  void the_events_that_may_name_somebody_are_found_bucket_by_bucket_the_latest_first()
      throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10), row(4, 3, 3, 2, 10), row(5, 4, 3, 3, 10));
    String user = "u" + UUID.randomUUID();
    PersonNamed there = new PersonNamed(user, room, seq(3));
    apply(there);
    apply(new PersonNamed("another", room, seq(4)));
    assertThat(done(namedEvents().named(user, "", 0, 5))).containsExactly(there);
    assertThat(done(namedEvents().events(room, seq(3), seq(5), 5)))
        .extracting(StoredEvent::seq)
        .containsExactly(seq(4), seq(3));
    assertThat(done(namedEvents().events(room, seq(3), Long.MAX_VALUE, 1)))
        .extracting(StoredEvent::seq)
        .containsExactly(seq(5));
  }

  private void aMessageAt3() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10));
  }

  private Map<String, Object> event(int offset) throws Exception {
    return rows("room_events", "room", room, "bucket", seq(3), "seq", seq(offset)).get(0);
  }

  private List<Map<String, Object>> messages() throws Exception {
    return rows("room_messages", "room", room, "bucket", seq(3));
  }

  private List<String> reactions() throws Exception {
    return rows("room_reactions", "room", room, "bucket", seq(3)).stream()
        .map(row -> row.get("emoji") + " " + row.get("user_id"))
        .toList();
  }

  private ReactionChanged reaction(String emoji, String user, boolean removed, int offset) {
    return new ReactionChanged(room, seq(3), seq(3), emoji, user, removed, seq(offset));
  }

  private static Author user(String id) {
    return new Author(id, "name-" + id);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void apply(Effect effect) throws Exception {
    done(tables().apply(effect));
  }

  private Optional<StoredEvent> find(int offset) throws Exception {
    return done(tables().find(room, seq(offset)));
  }

  private void open(long bucket) throws Exception {
    done(tables().open(room, bucket));
  }

  private void write(EventRow... rows) throws Exception {
    done(tables().write(new EventBatch(List.of(rows))));
  }

  private RoomEnd end(long seq) throws Exception {
    return done(tables().endBefore(room, seq));
  }

  private EventRow row(int offset, int prev, int bucket, int events, int bytes) {
    RoomEnd end = new RoomEnd(seq(offset), seq(bucket), events, bytes, seq(offset));
    return row(prev, "message", end, "u" + offset);
  }

  private EventRow row(int prev, String type, RoomEnd end, @Nullable String author) {
    long seqBefore = prev <= 0 ? 0 : seq(prev);
    return new EventRow(room, seqBefore, type, new byte[] {'{', '}'}, end, author);
  }

  private static long seq(int offset) {
    return Seq.of(1, offset);
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
