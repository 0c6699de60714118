package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomStateTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");
  private static final Author EVE = new Author("u3", "eve");
  private static final List<Author> PEOPLE = List.of(ANN, BOB, EVE);

  private final RoomState room = new RoomState("dev");

  @Test
  void a_room_exists_from_its_creation_with_its_creator_as_owner() {
    assertThat(room.exists()).isFalse();

    room.apply(room(RoomChange.Action.CREATED, ANN, List.of()));

    assertThat(room.exists()).isTrue();
    assertThat(room.isPublic()).isTrue();
    assertThat(room.createdAt()).isEqualTo(5);
    assertThat(room.memberIds()).containsExactly("u1");
    assertThat(room.role("u1")).hasValue(Role.OWNER);
  }

  @Test
  void general_has_no_owner() {
    room.apply(room(RoomChange.Action.CREATED, null, List.of()));

    assertThat(room.exists()).isTrue();
    assertThat(room.memberCount()).isZero();
  }

  @Test
  void a_direct_room_has_two_members_and_no_owner() {
    room.apply(
        new RoomChange(
            "dev",
            "r",
            RoomChange.Action.CREATED,
            "dev",
            Visibility.PRIVATE,
            0,
            ANN,
            List.of(ANN, BOB),
            5));

    assertThat(room.isDirect()).isTrue();
    assertThat(room.role("u1")).hasValue(Role.MEMBER);
    assertThat(room.role("u2")).hasValue(Role.MEMBER);
  }

  @Test
  void a_transfer_leaves_one_owner() {
    create();
    apply(Action.JOINED, BOB, Role.MEMBER, null);

    apply(Action.ROLE, BOB, Role.OWNER, ANN);

    assertThat(room.role("u2")).hasValue(Role.OWNER);
    assertThat(room.role("u1")).hasValue(Role.MODERATOR);
  }

  @Test
  void a_role_adds_no_member() {
    create();

    apply(Action.ROLE, BOB, Role.MODERATOR, ANN);

    assertThat(room.role("u2")).isEmpty();
  }

  @Test
  void a_ban_ends_the_membership_and_lasts_until_it_is_lifted() {
    create();
    apply(Action.JOINED, BOB, Role.MEMBER, null);

    apply(Action.BANNED, BOB, Role.MEMBER, ANN);
    assertThat(room.role("u2")).isEmpty();
    assertThat(room.bansAfter("", 10)).containsExactly(new Ban(BOB, ANN, 5));

    apply(Action.UNBANNED, BOB, null, ANN);
    assertThat(room.isBanned("u2")).isFalse();
    assertThat(room.role("u2")).isEmpty();
  }

  @Test
  void slow_mode_keeps_only_senders_who_still_have_to_wait() {
    create();
    room.apply(
        new RoomChange(
            "dev",
            "s",
            RoomChange.Action.CHANGED,
            "dev",
            Visibility.PUBLIC,
            10,
            ANN,
            List.of(),
            5));
    for (int i = 0; i < 100_000; i++) {
      room.sent("u" + i, i);
    }

    assertThat(room.bytes()).isLessThan(25_000 * 160);
    assertThat(room.lastSent("u99999", 200_000)).isEqualTo(99_999);
    assertThat(room.lastSent("u90000", 200_000)).isEqualTo(90_000);
  }

  @Test
  void a_mute_survives_leaving_and_joining() {
    create();
    room.apply(new MemberChange("dev", "m", BOB, Action.MUTED, null, ANN, 99L, 5));
    apply(Action.JOINED, BOB, Role.MEMBER, null);
    apply(Action.KICKED, BOB, Role.MEMBER, ANN);
    apply(Action.JOINED, BOB, Role.MEMBER, null);
    assertThat(room.mutedUntil("u2")).isEqualTo(99);

    room.apply(new MemberChange("dev", "m", BOB, Action.MUTED, null, ANN, 0L, 6));
    assertThat(room.mutedUntil("u2")).isZero();
  }

  @Test
  void expired_mutes_are_removed() {
    create();
    for (int i = 0; i < 100_000; i++) {
      Author user = new Author("u" + i, "someone");
      room.apply(new MemberChange("dev", "m", user, Action.MUTED, null, ANN, i + 10L, i));
    }

    assertThat(room.bytes()).isLessThan(300 * 160);
    assertThat(room.mutedUntil("u5")).isZero();
    assertThat(room.mutedUntil("u99999")).isEqualTo(100_009);

    room.forgetMutes(100_009);
    assertThat(room.mutedUntil("u99999")).isZero();
  }

  @Test
  void general_never_ends_is_public_and_has_no_owner() {
    RoomState general = new RoomState("general");
    general.apply(general(RoomChange.Action.CREATED, Visibility.PRIVATE));
    general.apply(new MemberChange("general", "m", BOB, Action.ROLE, Role.OWNER, ANN, null, 5));

    assertThat(general.isPublic()).isTrue();
    assertThat(general.role("u1")).contains(Role.MEMBER);

    general.apply(general(RoomChange.Action.CHANGED, Visibility.PRIVATE));
    general.apply(general(RoomChange.Action.DELETED, Visibility.PRIVATE));

    assertThat(general.exists()).isTrue();
    assertThat(general.isPublic()).isTrue();
    assertThat(general.memberCount()).as("as the tables have it").isZero();
  }

  @Test
  void general_is_restored_despite_a_deletion() {
    RoomState general = new RoomState("general");
    general.restore(Visibility.PRIVATE, false, "general", 0, 5, true);

    assertThat(general.exists()).isTrue();
    assertThat(general.isPublic()).isTrue();
  }

  private static RoomChange general(RoomChange.Action action, Visibility visibility) {
    return new RoomChange("general", "r", action, "general", visibility, 0, ANN, List.of(), 5);
  }

  @Test
  void data_stay_until_an_event_replaces_or_removes_them() {
    room.apply(change(RoomChange.Action.CREATED, "{\"n\":1e400}"));
    int bytes = room.bytes();
    room.apply(change(RoomChange.Action.CHANGED, null));
    assertThat(room.data()).isEqualTo(ApplicationData.of("{\"n\":1e400}"));

    room.apply(change(RoomChange.Action.CHANGED, "{\"longer\":\"" + "x".repeat(500) + "\"}"));
    assertThat(room.bytes()).isGreaterThan(bytes + 500);

    room.apply(change(RoomChange.Action.CHANGED, "null"));
    assertThat(room.data()).isNull();

    room.apply(change(RoomChange.Action.CHANGED, "{}"));
    room.apply(change(RoomChange.Action.DELETED, null));
    assertThat(room.data()).isNull();
  }

  private static RoomChange change(RoomChange.Action action, @Nullable String data) {
    return new RoomChange(
        "dev",
        "c",
        action,
        "Dev",
        Visibility.PUBLIC,
        0,
        ANN,
        List.of(),
        data == null ? null : ApplicationData.of(data),
        5);
  }

  @Test
  void members_come_in_pages_sorted_by_id() {
    create();
    apply(Action.JOINED, EVE, Role.MEMBER, null);
    apply(Action.JOINED, BOB, Role.MODERATOR, null);

    assertThat(room.membersAfter("", 2)).extracting(Member::user).containsExactly(ANN, BOB);
    assertThat(room.membersAfter("u2", 2)).extracting(Member::user).containsExactly(EVE);
    assertThat(room.membersAfter("u3", 2)).isEmpty();
  }

  @Test
  void a_deleted_room_has_no_members_and_stays_deleted() {
    create();
    apply(Action.BANNED, BOB, null, ANN);
    room.apply(room(RoomChange.Action.DELETED, ANN, List.of()));

    assertThat(room.exists()).isFalse();
    assertThat(room.isDeleted()).isTrue();
    assertThat(room.memberCount()).isZero();
    assertThat(room.isBanned("u2")).isFalse();
  }

  @Test
  void a_message_from_a_gateway_with_a_clock_ahead_counts_for_slow_mode_from_when_it_is_seen() {
    create();
    slow(30);
    room.apply(message(BOB, 600_000));

    assertThat(room.lastSent("u2", 1_000)).isEqualTo(1_000);
    assertThat(room.lastSent("u2", 31_000)).isEqualTo(1_000);
  }

  @Test
  void sending_times_are_kept_only_as_long_as_slow_mode_needs() {
    create();
    room.apply(message(BOB, 10));
    assertThat(room.lastSent("u2", 100)).isZero();

    slow(30);
    room.apply(message(BOB, 20));
    room.apply(message(BOB, 15));
    assertThat(room.lastSent("u2", 100)).isEqualTo(20);

    slow(0);
    assertThat(room.lastSent("u2", 100)).isZero();
  }

  /**
   * A snapshot of the tables may include events after the seq from which the log is replayed. It
   * does not have recent senders, which a gateway learns from the messages that it reads.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void repeated_events_change_nothing(long seed) {
    Random random = new Random(seed);
    List<RoomEvent> log = new ArrayList<>();
    log.add(room(RoomChange.Action.CREATED, ANN, List.of()));
    for (int i = 0; i < 200; i++) {
      log.add(random(random));
    }
    RoomState straight = new RoomState("dev");
    log.forEach(straight::apply);

    for (int from = 0; from < log.size(); from++) {
      RoomState again = new RoomState("dev");
      int seen = from + random.nextInt(log.size() - from);
      log.subList(0, seen).forEach(again::apply);
      log.subList(from, log.size()).forEach(again::apply);

      assertThat(told(again)).as("seed %d, again from %d", seed, from).isEqualTo(told(straight));
    }
  }

  /** All that a room's state tells. */
  private static String told(RoomState room) {
    StringBuilder told = new StringBuilder();
    told.append(room.name()).append(room.visibility()).append(room.slowModeSeconds());
    told.append(room.exists()).append(room.membersAfter("", 10)).append(room.bansAfter("", 10));
    for (Author user : PEOPLE) {
      told.append(room.mutedUntil(user.id())).append(' ');
    }
    return told.toString();
  }

  private static RoomEvent random(Random random) {
    Author user = PEOPLE.get(random.nextInt(3));
    Author by = PEOPLE.get(random.nextInt(3));
    Role role = List.of(Role.values()).get(random.nextInt(3));
    long at = random.nextInt(1000);
    Action[] actions = Action.values();
    int kind = random.nextInt(actions.length + 1);
    if (kind == actions.length) {
      return new RoomChange(
          "dev",
          "r",
          RoomChange.Action.CHANGED,
          "name-" + at,
          List.of(Visibility.values()).get(random.nextInt(2)),
          random.nextInt(2) * 10,
          by,
          List.of(),
          at);
    }
    Long untilAt = actions[kind] == Action.MUTED ? (long) random.nextInt(2) * at : null;
    return new MemberChange("dev", "m", user, actions[kind], role, by, untilAt, at);
  }

  private void create() {
    room.apply(room(RoomChange.Action.CREATED, ANN, List.of()));
  }

  private void slow(int seconds) {
    room.apply(
        new RoomChange(
            "dev",
            "s",
            RoomChange.Action.CHANGED,
            "Dev",
            Visibility.PUBLIC,
            seconds,
            ANN,
            List.of(),
            5));
  }

  private void apply(Action action, Author user, @Nullable Role role, @Nullable Author by) {
    room.apply(new MemberChange("dev", "m", user, action, role, by, null, 5));
  }

  private static Message message(Author user, long at) {
    return new Message("dev", "m", user, "hi", at, null, List.of(), List.of());
  }

  private static RoomChange room(RoomChange.Action action, @Nullable Author by, List<Author> pair) {
    return new RoomChange("dev", "r", action, "Dev", Visibility.PUBLIC, 0, by, pair, 5);
  }
}
