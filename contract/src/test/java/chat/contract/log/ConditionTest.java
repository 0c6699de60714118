package chat.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");
  private static final Message MESSAGE =
      new Message("dev", "m-1", ANN, "hi", 5, null, List.of(), List.of());

  /** The first bytes of {@code printf 'dev\0closed' | sha256sum}, and so on. */
  @Test
  void its_bytes_are_a_test_vector_for_readers_in_other_languages() {
    Condition edit = Condition.of(258, new Edited("dev", "e-1", ANN, 7, "ho", List.of(), 5));

    assertThat(new String(edit.toBytes(), UTF_8))
        .isEqualTo(
            "258;" // as of that offset
                + "16d9f67e88059438;" // touches: dev text 7
                + "4dfe317430133e36," // depends on: dev closed
                + "20ae04f3cf771c64," // dev withdrawn u1
                + "345af635897be13e," // dev message 7
                + "16d9f67e88059438"); // dev text 7
  }

  @Test
  void the_form_that_records_had_before_it_was_text_is_still_read_and_can_be_written() {
    Condition edit = Condition.of(258, new Edited("dev", "e-1", ANN, 7, "ho", List.of(), 5));
    String binary =
        "0000000000000102"
            + "01"
            + "16d9f67e88059438"
            + "4dfe317430133e36"
            + "20ae04f3cf771c64"
            + "345af635897be13e"
            + "16d9f67e88059438";

    assertThat(Condition.of(HexFormat.of().parseHex(binary))).isEqualTo(edit);
    assertThat(HexFormat.of().formatHex(edit.toBinary())).isEqualTo(binary);
  }

  @Test
  void its_bytes_come_back() {
    Condition full =
        new Condition(
            1L << 43, List.of(1L, -1L, 3L, 4L, 5L, 6L, 7L, 8L), Collections.nCopies(8, -2L));
    assertThat(Condition.of(full.toBytes())).isEqualTo(full);
    Condition bare = new Condition(0, List.of(), List.of());
    assertThat(Condition.of(bare.toBytes())).isEqualTo(bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00000000000000",
        "0000000000000001",
        "000000000000000100ff",
        "000000000000000101",
        "000000000000000102000000000000000a",
        "0000000000000001ff000000000000000a",
        "ffffffffffffffff00"
      })
  void bytes_that_are_no_condition_are_refused(String hex) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Condition.of(HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "7;",
        "7;;0",
        "7;;;",
        "7 ;;",
        "99999999999999999999;;",
        "7;16d9f67e8805943;",
        "7;16d9f67e88059438,;",
        "7;16d9f67e88059438 16d9f67e88059438;",
        "7;16d9f67e8805943x;",
        "7;;16d9f67e88059438,16d9f67e88059438,16d9f67e88059438,16d9f67e88059438,"
            + "16d9f67e88059438,16d9f67e88059438,16d9f67e88059438,16d9f67e88059438,16d9f67e88059438"
      })
  void text_that_is_no_condition_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Condition.of(text.getBytes(UTF_8)));
  }

  @Test
  void more_than_eight_things_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Condition(0, Collections.nCopies(9, 1L), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Condition(0, List.of(), Collections.nCopies(9, 1L)));
  }

  /**
   * The touched things and the dependencies of each event; the parts of a name are separated by
   * blanks.
   */
  static Stream<Arguments> footprints() {
    return Stream.of(
        row(MESSAGE, "", "closed, withdrawn u1"),
        row(
            new Reaction("dev", "r-1", ANN, 7, "👍", false, 5),
            "reaction 7 u1 👍",
            "closed, withdrawn u1, message 7, reaction 7 u1 👍"),
        row(new Deleted("dev", "d-1", ANN, 7, 5), "message 7", "closed, member u1, message 7"),
        row(member(Action.JOINED, Role.MEMBER, null), "member u1, members", "member u1, room"),
        row(
            member(Action.LEFT, Role.MEMBER, null),
            "member u1, members, withdrawn u1",
            "member u1, room"),
        row(
            member(Action.KICKED, Role.MEMBER, BOB),
            "member u1, members, withdrawn u1",
            "member u1, room, member u2"),
        row(
            member(Action.BANNED, null, BOB),
            "member u1, members, withdrawn u1",
            "member u1, room, member u2"),
        row(
            member(Action.MUTED, null, BOB),
            "member u1, members, withdrawn u1",
            "member u1, room, member u2"),
        row(member(Action.UNBANNED, null, BOB), "member u1, members", "member u1, room, member u2"),
        row(
            member(Action.ROLE, Role.MODERATOR, BOB),
            "member u1, members",
            "member u1, room, member u2"),
        row(
            member(Action.ROLE, Role.OWNER, BOB),
            "member u1, members, member u2",
            "member u1, room, member u2, members"),
        row(
            member(Action.JOINED, Role.OWNER, null),
            "member u1, members",
            "member u1, room, members"),
        row(room(RoomChange.Action.CREATED, ANN), "room", "room, closed, member u1"),
        row(room(RoomChange.Action.CREATED, null), "room", "room, room"),
        row(room(RoomChange.Action.CHANGED, ANN), "room", "room, closed, member u1"),
        row(
            room(RoomChange.Action.DELETED, ANN),
            "room, closed",
            "room, closed, member u1, members"));
  }

  @ParameterizedTest
  @MethodSource("footprints")
  void an_event_touches_what_it_changes_and_depends_on_what_makes_it_right(
      RoomEvent event, String touches, String depends) {
    assertThat(Condition.of(9, event)).isEqualTo(new Condition(9, keys(touches), keys(depends)));
  }

  @Test
  void a_change_by_which_people_lose_sight_of_a_room_ends_what_is_under_way_from_them() {
    Condition hiding = Condition.of(9, room(RoomChange.Action.CHANGED, ANN)).closing("dev");

    assertThat(hiding.touches()).isEqualTo(keys("room, closed"));
  }

  @Test
  void of_two_messages_at_once_in_slow_mode_one_is_void() {
    Condition inTurn = Condition.of(9, MESSAGE).inTurn("dev", "u1");

    assertThat(inTurn.touches()).isEqualTo(keys("turn u1"));
    assertThat(inTurn.depends()).isEqualTo(keys("closed, withdrawn u1, turn u1"));
  }

  private static Arguments row(RoomEvent event, String touches, String depends) {
    return Arguments.of(event, touches, depends);
  }

  private static MemberChange member(Action action, @Nullable Role role, @Nullable Author by) {
    Long untilAt = action == Action.MUTED ? 99L : null;
    return new MemberChange("dev", "c-1", ANN, action, role, by, untilAt, 5);
  }

  private static RoomChange room(RoomChange.Action action, @Nullable Author by) {
    return new RoomChange("dev", "c-1", action, "Dev", Visibility.PUBLIC, 0, by, List.of(), 5);
  }

  private static List<Long> keys(String names) {
    return Stream.of(names.split(", "))
        .filter(name -> !name.isEmpty())
        .map(ConditionTest::key)
        .toList();
  }

  private static long key(String name) {
    try {
      byte[] parts = ("dev " + name).replace(' ', '\u0000').getBytes(UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(parts)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
