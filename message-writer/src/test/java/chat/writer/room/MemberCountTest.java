package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.Visibility;
import chat.writer.room.InMemoryRoomTables.Fate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The number of a room's members. */
class MemberCountTest extends WrittenEvents {

  private static final Author CYD = new Author("u3", "cyd");

  @BeforeEach
  void room() {
    room(RoomChange.Action.CREATED, "Dev", Visibility.PUBLIC);
  }

  @Test
  void those_who_come_and_go_are_counted() {
    join(BOB);
    join(CYD);
    stored(3);
    member(Action.LEFT, BOB, Role.MEMBER, null);
    stored(2);
    join(BOB);
    member(Action.KICKED, CYD, Role.MEMBER, ANN);
    stored(2);
    member(Action.BANNED, BOB, Role.MEMBER, ANN);
    stored(1);
    room(RoomChange.Action.CHANGED, "Development", Visibility.PRIVATE);
    room(RoomChange.Action.DELETED, "Development", Visibility.PRIVATE);
    stored(0);
  }

  @Test
  void bans_of_strangers_and_new_roles_change_nothing() {
    join(BOB);
    member(Action.BANNED, CYD, null, ANN);
    member(Action.UNBANNED, CYD, null, ANN);
    member(Action.ROLE, BOB, Role.OWNER, ANN);
    stored(2);
  }

  @Test
  void a_room_of_a_service_begins_without_members() {
    log.add(
        new RoomChange(
            "ops",
            id(),
            RoomChange.Action.CREATED,
            "Ops",
            Visibility.PUBLIC,
            0,
            new Author("service:crm", "crm"),
            List.of(),
            5));
    store();
    assertThat(tables.rows("rooms", "ops").get(0)).containsEntry("member_count", 0);
  }

  @Test
  void a_join_reads_no_member_however_many_there_are() {
    IntStream.range(0, 1_000).forEach(i -> join(new Author("m" + i, "name" + i)));
    stored(1_001);
    int before = tables.reads();
    join(BOB);
    stored(1_002);
    assertThat(tables.reads()).as("rows read by a writer that knows the room").isEqualTo(before);
    PartitionWriter another = writer(tables, writer.stored());
    join(CYD);
    assertThat(written(another)).isCompleted();
    assertThat(tables.reads()).as("the room's end and its number").isEqualTo(before + 2);
    assertThat(count()).isEqualTo(1_003);
  }

  @Test
  void records_that_are_written_again_in_other_parts_count_once() {
    join(BOB);
    join(CYD);
    member(Action.LEFT, BOB, Role.MEMBER, null);
    join(BOB);
    stored(3);
    for (int from = 0; from < log.end(); from++) {
      PartitionWriter again = writer(tables, from);
      for (int to = from + 1; to <= log.end(); to++) {
        log.from(to - 1, to).forEach(again::accept);
        assertThat(again.store().toCompletableFuture()).isCompleted();
        assertThat(count()).as("from %d, to %d", from, to).isEqualTo(3);
      }
    }
  }

  @Test
  void a_writer_that_fails_between_any_two_writes_leaves_a_number_to_go_on_from() {
    stored(1);
    for (int run = 1; run < 40; run++) {
      int committed = log.end();
      Author leaving = new Author("m" + run, "name" + run);
      join(leaving);
      join(new Author("n" + run, "name" + run));
      member(Action.LEFT, leaving, Role.MEMBER, null);
      int failing = run / 2;
      int[] writes = {0};
      Fate fate = run % 2 == 0 ? Fate.LOST : Fate.DONE_BUT_UNANSWERED;
      tables.failing(() -> writes[0]++ == failing ? fate : Fate.DONE);
      var unused = written(writer(tables, committed));
      tables.failing(() -> Fate.DONE);
      assertThat(written(writer(tables, Math.max(0, committed - run % 3)))).isCompleted();
      assertThat(count()).as("failing at %d", failing).isEqualTo(1 + run);
      assertThat(tables.rows("room_members", "dev")).hasSize(1 + run);
    }
  }

  @Test
  void two_writers_at_once_agree() {
    PartitionWriter late = writer(tables, 0);
    join(BOB);
    stored(2);
    tables.holding(true);
    var unused = written(late);
    tables.holding(false);
    join(CYD);
    member(Action.LEFT, BOB, Role.MEMBER, null);
    stored(2);
    tables.letGo();
    assertThat(count()).isEqualTo(2);
    join(BOB);
    stored(3);
  }

  private CompletableFuture<?> written(PartitionWriter by) {
    log.from(0, log.end()).forEach(by::accept);
    return by.store().toCompletableFuture();
  }

  private void join(Author user) {
    member(Action.JOINED, user, Role.MEMBER, null);
  }

  private void stored(int members) {
    store();
    assertThat(count()).isEqualTo(members);
    assertThat(tables.rows("room_members", "dev")).hasSize(members);
  }

  private Object count() {
    return Objects.requireNonNull(tables.rows("rooms", "dev").get(0).get("member_count"));
  }

  private static PartitionWriter writer(InMemoryRoomTables rows, long from) {
    return new PartitionWriter(
        new LogPartition(1, 0, 1),
        0,
        from,
        10,
        rows,
        (unreadable, reason) -> CompletableFuture.completedFuture(null));
  }
}
