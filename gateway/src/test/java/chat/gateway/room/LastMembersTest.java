package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.gateway.log.EventIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A room ends when its members have left. */
class LastMembersTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");

  private final MemberDecisions decisions =
      new MemberDecisions(new EventIds(new Random(1)), () -> Instant.ofEpochMilli(9), 10);

  /** Each decides while the other is still a member; after the second event both have left. */
  @ParameterizedTest
  @CsvSource({"PUBLIC", "PRIVATE"})
  void a_room_ends_when_its_last_two_members_leave_at_once(Visibility visibility) {
    RoomState room = new RoomState("dev");
    room.apply(made("dev", visibility));
    room.apply(change("dev", BOB, Action.JOINED));
    room.apply(change("dev", ANN, Action.LEFT));
    room.apply(change("dev", BOB, Action.LEFT));

    assertEnds(decisions.leave(BOB).on(room));
    assertEnds(decisions.removeErased(BOB).on(room));
  }

  @ParameterizedTest
  @CsvSource({"PUBLIC", "PRIVATE"})
  void general_never_ends(Visibility visibility) {
    RoomState general = new RoomState("general");
    general.apply(made("general", visibility));
    general.apply(change("general", BOB, Action.JOINED));
    general.apply(change("general", ANN, Action.LEFT));

    assertThat(decisions.leave(BOB).on(general))
        .hasValueSatisfying(event -> assertThat(event).isInstanceOf(MemberChange.class));
    assertThat(decisions.removeErased(BOB).on(general))
        .hasValueSatisfying(event -> assertThat(event).isInstanceOf(MemberChange.class));

    general.apply(change("general", BOB, Action.LEFT));
    assertThat(general.exists()).isTrue();
    assertThat(decisions.leave(BOB).on(general)).isEmpty();
    assertThat(decisions.removeErased(BOB).on(general)).isEmpty();
  }

  private static void assertEnds(Optional<RoomEvent> event) {
    assertThat(event)
        .hasValueSatisfying(
            end ->
                assertThat(end)
                    .isInstanceOfSatisfying(
                        RoomChange.class,
                        change ->
                            assertThat(change.action()).isEqualTo(RoomChange.Action.DELETED)));
  }

  private static RoomChange made(String room, Visibility visibility) {
    return new RoomChange(
        room, "r", RoomChange.Action.CREATED, room, visibility, 0, ANN, List.of(), 5);
  }

  private static MemberChange change(String room, Author user, Action action) {
    return new MemberChange(room, "m", user, action, Role.MEMBER, null, null, 5);
  }
}
