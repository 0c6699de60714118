package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import chat.contract.log.Seq;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A room whose events are appended and written by a test. */
abstract class WrittenEvents {

  static final Author ANN = new Author("u1", "ann");
  static final Author BOB = new Author("u2", "bob");
  final TestLog log = new TestLog();
  final InMemoryRoomTables tables = new InMemoryRoomTables();
  final PartitionWriter writer = writer(tables);
  int ids;

  static PartitionWriter writer(InMemoryRoomTables rows) {
    return new PartitionWriter(
        new LogPartition(1, 0, 1),
        0,
        0,
        10,
        rows,
        (unreadable, reason) -> CompletableFuture.completedFuture(null));
  }

  long say(String text) {
    return add(new Message("dev", id(), ANN, text, 5, null, List.of(), List.of()));
  }

  long edit(long target, String text) {
    return add(new Edited("dev", id(), ANN, target, text, List.of(), 7));
  }

  long delete(long target) {
    return add(new Deleted("dev", id(), ANN, target, 9));
  }

  long react(long target, String emoji, boolean removed) {
    return add(new Reaction("dev", id(), ANN, target, emoji, removed, 8));
  }

  void member(Action action, Author user, @Nullable Role role, @Nullable Author by) {
    add(new MemberChange("dev", id(), user, action, role, by, null, 6));
  }

  void room(RoomChange.Action action, String name, Visibility seen) {
    add(new RoomChange("dev", id(), action, name, seen, 0, ANN, List.of(), 5));
  }

  String id() {
    return "e-" + ++ids;
  }

  long add(RoomEvent event) {
    return Seq.of(1, log.add(event).offset());
  }

  void poll() {
    log.from(writer.resumeAt(), log.end()).forEach(writer::accept);
  }

  void store() {
    poll();
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    if (writer.removals().isDue()) {
      Steps.all(writer.removals());
    }
  }

  String value(long seq) {
    return tables.history("dev").stream()
        .filter(row -> row.seq() == seq)
        .map(row -> new String(row.value(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  Map<String, Object> row(long seq) {
    return tables.rows("room_events", "dev").stream()
        .filter(row -> Long.valueOf(seq).equals(row.get("seq")))
        .findFirst()
        .orElseThrow();
  }

  @Nullable Object changed(long seq) {
    return row(seq).get("changed");
  }

  @Nullable Object role(String user) {
    return tables.rows("room_members", "dev", user).get(0).get("role");
  }

  static long seq(int offset) {
    return Seq.of(1, offset);
  }
}
