package chat.gateway.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.sockets.fanout.Removal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ann owns the room, bob is a member, eve has joined with a connection only. */
class DeparturesTest {

  private static final Author ANN = new Author("ann", "ann");
  private static final Author BOB = new Author("bob", "bob");

  @ParameterizedTest
  @CsvSource({
    "KICKED, PUBLIC, kicked",
    "KICKED, PRIVATE, kicked",
    "BANNED, PUBLIC, banned",
    "BANNED, PRIVATE, banned",
    "LEFT, PRIVATE, left",
    "LEFT, PUBLIC,",
    "JOINED, PUBLIC,",
    "ROLE, PUBLIC,",
    "MUTED, PUBLIC,",
    "UNBANNED, PUBLIC,"
  })
  void a_change_of_a_member_removes_that_member(
      Action action, Visibility visibility, @Nullable String reason) {
    Long untilAt = action == Action.MUTED ? 99L : null;
    MemberChange change = new MemberChange("dev", "m", BOB, action, Role.MEMBER, null, untilAt, 5);

    assertThat(leaving(change, visibility)).isEqualTo(reason == null ? List.of() : List.of("bob"));
    assertThat(reason(change, visibility)).isEqualTo(reason == null ? "" : left(reason));
  }

  @Test
  void a_deletion_removes_all() {
    RoomChange deletion = change(RoomChange.Action.DELETED, Visibility.PUBLIC);

    assertThat(leaving(deletion, Visibility.PUBLIC)).containsExactly("ann", "bob", "eve");
    assertThat(reason(deletion, Visibility.PUBLIC)).isEqualTo(left("deleted"));
  }

  @Test
  void making_a_room_private_removes_non_members() {
    RoomChange hiding = change(RoomChange.Action.CHANGED, Visibility.PRIVATE);

    assertThat(leaving(hiding, Visibility.PRIVATE)).containsExactly("eve");
    assertThat(reason(hiding, Visibility.PRIVATE)).isEqualTo(left("kicked"));
  }

  @Test
  void other_events_remove_no_connection() {
    assertThat(leaving(change(RoomChange.Action.CHANGED, Visibility.PUBLIC), Visibility.PUBLIC))
        .isEmpty();
    assertThat(leaving(change(RoomChange.Action.CREATED, Visibility.PRIVATE), Visibility.PRIVATE))
        .isEmpty();
    Message message = new Message("dev", "m", BOB, "hi", 5, null, List.of(), List.of());
    assertThat(leaving(message, Visibility.PRIVATE)).isEmpty();
  }

  @Test
  void a_kick_takes_effect_in_a_room_that_is_not_in_memory() {
    MemberChange kick = new MemberChange("dev", "m", BOB, Action.KICKED, Role.MEMBER, ANN, null, 5);

    assertThat(Departures.by(kick, null))
        .hasValueSatisfying(departure -> assertThat(departure.leaves().test("bob")).isTrue());
  }

  @Test
  void making_a_room_of_unknown_members_private_removes_all() {
    RoomChange hiding = change(RoomChange.Action.CHANGED, Visibility.PRIVATE);

    assertThat(Departures.by(hiding, null))
        .hasValueSatisfying(
            departure -> assertThat(Stream.of("ann", "bob", "eve")).allMatch(departure.leaves()));
  }

  @Test
  void general_removes_no_connection() {
    RoomChange end =
        new RoomChange(
            "general",
            "r",
            RoomChange.Action.DELETED,
            "general",
            Visibility.PUBLIC,
            0,
            ANN,
            List.of(),
            5);

    assertThat(Departures.by(end, null)).isEmpty();
  }

  private static List<String> leaving(RoomEvent event, Visibility visibility) {
    Optional<Removal> departure = Departures.by(event, room(visibility));
    return Stream.of("ann", "bob", "eve")
        .filter(user -> departure.filter(some -> some.leaves().test(user)).isPresent())
        .toList();
  }

  private static String reason(RoomEvent event, Visibility visibility) {
    return Departures.by(event, room(visibility))
        .map(departure -> new String(departure.left().bytes(), UTF_8))
        .orElse("");
  }

  private static String left(String reason) {
    return "{\"type\":\"left\",\"room\":\"dev\",\"reason\":\"" + reason + "\"}";
  }

  private static RoomState room(Visibility visibility) {
    RoomState room = new RoomState("dev");
    room.apply(change(RoomChange.Action.CREATED, visibility));
    room.apply(new MemberChange("dev", "m", BOB, Action.JOINED, Role.MEMBER, null, null, 5));
    return room;
  }

  private static RoomChange change(RoomChange.Action action, Visibility visibility) {
    return new RoomChange("dev", "r", action, "Dev", visibility, 0, ANN, List.of(), 5);
  }
}
