package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chat.contract.Author;
import chat.contract.Edited;
import chat.contract.MemberChange;
import chat.contract.Message;
import chat.contract.Reaction;
import chat.contract.RoomEvent;
import chat.contract.Seq;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");

  private final TestLog log = new TestLog();
  private final InMemoryRoomTables tables = new InMemoryRoomTables();
  private int ids;

  @Test
  void nothing_says_any_more_what_somebody_wrote_and_who_they_were() {
    long message = say(ANN, "first");
    add(new Edited("dev", id(), ANN, message, "second", List.of(), 7));
    react(BOB, message);
    long answer = say(BOB, "answer");
    react(ANN, answer);
    react(BOB, answer);
    store();
    erase();
    List<String> values = values();
    assertThat(values).hasSize(6).noneMatch(value -> value.contains("ann"));
    assertThat(values).noneMatch(value -> value.contains("first") || value.contains("second"));
    assertThat(values.get(0)).contains("\"deletedAt\":99").doesNotContain("user");
    assertThat(values.get(3)).contains("answer").contains("bob");
    assertThat(tables.rows("room_reactions"))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("user_id", "u2")
        .containsEntry("target", answer);
  }

  @Test
  void it_is_found_in_every_bucket_and_on_every_page() {
    IntStream.range(0, 300).forEach(i -> say(i % 3 == 0 ? BOB : ANN, "text"));
    store();
    assertThat(tables.bucketsOf("dev")).hasSize(2);
    erase();
    assertThat(values()).filteredOn(value -> value.contains("text")).hasSize(100);
  }

  @Test
  void a_writer_that_does_it_all_again_brings_nothing_back() {
    long message = say(ANN, "first");
    add(new Edited("dev", id(), ANN, message, "second", List.of(), 7));
    store();
    erase();
    store();
    assertThat(values()).noneMatch(value -> value.contains("content") || value.contains("ann"));
  }

  @Test
  void bans_of_and_by_them_name_nobody() {
    ban(ANN, BOB);
    ban(BOB, new Author("u3", "cid"));
    ban(new Author("u4", "dan"), ANN);
    store();
    erase();
    store();
    assertThat(tables.rows("room_bans"))
        .extracting(row -> row.get("user_id"), row -> row.get("by_username"))
        .containsExactlyInAnyOrder(tuple("u2", "cid"), tuple("u4", null));
  }

  @Test
  void nobody_is_muted_any_more_who_is_no_more() {
    mute(ANN, BOB);
    mute(BOB, ANN);
    store();
    erase();
    store();
    assertThat(tables.rows("room_mutes"))
        .extracting(row -> row.get("user_id"))
        .containsExactly("u2");
  }

  private void erase() {
    long now = Seq.of(1, log.end());
    assertThat(new Erasure(tables, tables).erase("u1", 99, room -> now).toCompletableFuture())
        .isCompleted();
  }

  private void store() {
    PartitionWriter writer =
        new PartitionWriter(
            new LogPartition(1, 0, 1),
            0,
            0,
            10,
            tables,
            (unreadable, reason) -> CompletableFuture.completedFuture(null),
            new BucketLimit(200, 1 << 20));
    log.from(0, log.end()).forEach(writer::take);
    assertThat(writer.store().toCompletableFuture()).isCompleted();
  }

  private long say(Author who, String text) {
    return add(new Message("dev", id(), who, text, 5, null, List.of(), List.of()));
  }

  private void react(Author who, long target) {
    add(new Reaction("dev", id(), who, target, "+1", false, 8));
  }

  private void ban(Author who, Author by) {
    MemberChange.Action banned = MemberChange.Action.BANNED;
    add(new MemberChange("dev", id(), who, banned, null, by, null, 9));
  }

  private void mute(Author who, Author by) {
    MemberChange.Action muted = MemberChange.Action.MUTED;
    add(new MemberChange("dev", id(), who, muted, null, by, 99L, 9));
  }

  private long add(RoomEvent event) {
    return Seq.of(1, log.add(event).offset());
  }

  private String id() {
    return "e-" + ++ids;
  }

  private List<String> values() {
    return tables.history("dev").stream().map(row -> new String(row.value(), UTF_8)).toList();
  }
}
