package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.contract.log.Identity;
import chat.writer.room.InMemoryRoomTables.Fate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The effects of events on the rows of rooms and members. */
class RoomEffectsTest extends WrittenEvents {

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
  void data_of_a_room_are_kept_replaced_and_removed() {
    log.add(change(RoomChange.Action.CREATED, "{\"n\":0.10}"));
    log.add(change(RoomChange.Action.CHANGED, null));
    store();
    assertThat(data()).isEqualTo("{\"n\":0.10}");

    log.add(change(RoomChange.Action.CHANGED, "null"));
    store();
    assertThat(data()).isNull();

    log.add(change(RoomChange.Action.CHANGED, "{}"));
    log.add(change(RoomChange.Action.DELETED, null));
    store();
    assertThat(data()).isNull();
  }

  private @Nullable Object data() {
    return tables.rows("rooms", "dev").get(0).get("data");
  }

  private RoomChange change(RoomChange.Action action, @Nullable String data) {
    return new RoomChange(
        "dev",
        id(),
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
  void the_former_owner_becomes_a_moderator_and_no_member_joins_again() {
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
  void a_deleted_room_is_in_no_members_list_after_any_failures() {
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
  void a_named_user_is_recorded_once_a_bucket() {
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
    assertThat(writes[0]).as("the event with its id, the room's last event").isEqualTo(2);
    assertThat(tables.rows("rooms_written", "u1"))
        .containsExactly(Map.of("user_id", "u1", "room", "dev", "bucket", first));
  }

  @Test
  void a_value_that_is_not_of_its_type_is_a_dead_letter() {
    byte[] deletion = RoomEventCodec.encode(new Deleted("dev", "e", ANN, seq(0), 9));
    log.add("dev", deletion, Message.TYPE, new byte[20]);
    byte[] another = Identity.of("dev", "u1", "f", 0).toBytes();
    log.add("dev", "{\"type\":\"edited\"}".getBytes(UTF_8), Edited.TYPE, another);
    poll();
    assertThat(writer.store().toCompletableFuture().join().unreadable()).isEqualTo(2);
    assertThat(tables.history("dev")).allMatch(row -> row.type().equals("unreadable"));
  }
}
