package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.Role;
import chat.writer.room.MessageEffect.EditsForgotten;
import chat.writer.room.MessageEffect.PersonNamed;
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
import chat.writer.room.RoomEffect.RoomDataSet;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The contract of all implementations of the tables. */
public abstract class RoomTablesContract extends EventTablesContract {

  @Test
  void the_last_data_of_a_room_stay() throws Exception {
    apply(new RoomDataSet(room, "{\"n\":1e400}", seq(2)));
    apply(new RoomDataSet(room, "{}", seq(1)));
    assertThat(rows("rooms", "room", room))
        .containsExactly(Map.of("room", room, "data", "{\"n\":1e400}"));

    apply(new RoomDescribed(room, "public", "Dev", 0, null, seq(1)));
    apply(new RoomDataSet(room, null, seq(3)));
    assertThat(rows("rooms", "room", room))
        .containsExactly(
            Map.of("room", room, "visibility", "public", "name", "Dev", "slow_mode_seconds", 0));
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
  void the_number_of_members_has_the_position_for_which_it_was_written() throws Exception {
    assertThat(done(tables().memberCount(room))).isEqualTo(MemberCount.NONE);
    apply(new RoomDescribed(room, "public", "Dev", 0, 77L, seq(1)));
    assertThat(done(tables().memberCount(room))).isEqualTo(MemberCount.NONE);
    apply(new MembersCounted(room, 4, seq(4)));
    apply(new RoomDescribed(room, "public", "Dev", 30, null, seq(5)));
    apply(new MembersCounted(room, 3, seq(3)));
    assertThat(done(tables().memberCount(room))).isEqualTo(new MemberCount(4, seq(4)));
    apply(new RoomEnded(room, seq(9)));
    assertThat(done(tables().memberCount(room))).isEqualTo(new MemberCount(0, seq(9)));
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
    assertThat(done(tables().members(room, "", 1))).containsExactly("u1");
    assertThat(done(tables().members(room, "u1", 5))).containsExactly("u2");
  }

  @Test
  void a_former_member_is_in_no_list_even_if_the_join_is_written_late() throws Exception {
    apply(new MemberSet(room, user("u1"), Role.MEMBER, 55L, seq(1)));
    apply(new MemberGone(room, "u1", seq(3)));
    apply(new MemberSet(room, user("u1"), Role.MEMBER, 55L, seq(1)));
    apply(new MemberSet(room, user("u1"), Role.MODERATOR, null, seq(2)));
    assertThat(rows("room_members", "room", room)).isEmpty();
    assertThat(rows("rooms_of_user", "user_id", "u1", "room", room)).isEmpty();
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
  void the_author_of_a_ban_is_forgotten_for_that_ban_only() throws Exception {
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
      apply(new TextChanged(room, seq(3), seq(3), bytes("{}"), List.of(), seq(edit)));
    }
    apply(new EditsForgotten(room, seq(3), seq(3), Set.of(seq(5), seq(7)), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{}"), List.of(), seq(5)));
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
  void the_buckets_that_name_a_user_are_read_page_by_page() throws Exception {
    String user = "u" + UUID.randomUUID();
    List<PersonNamed> all =
        List.of(
            new PersonNamed(user, "a", seq(3)),
            new PersonNamed(user, "a", seq(7)),
            new PersonNamed(user, "b", seq(1)));
    for (PersonNamed named : all) {
      apply(named);
    }
    assertThat(done(namedEvents().named(user, "", 0, 2))).isEqualTo(all.subList(0, 2));
    assertThat(done(namedEvents().named(user, "a", seq(3), 5))).isEqualTo(all.subList(1, 3));
    assertThat(done(namedEvents().named(user, "b", seq(1), 5))).isEmpty();
  }

  @Test
  void the_buckets_that_name_a_user_are_known() throws Exception {
    for (int i = 0; i < 2; i++) {
      apply(new PersonNamed("u1", room, seq(3)));
    }
    assertThat(rows("rooms_written", "user_id", "u1", "room", room))
        .containsExactly(Map.of("user_id", "u1", "room", room, "bucket", seq(3)));
  }

  @Test
  void the_events_that_may_name_a_user_are_found_bucket_by_bucket_the_latest_first()
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
}
