package chat.writer.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chat.contract.Author;
import chat.contract.event.Edited;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.log.Seq;
import chat.writer.room.InMemoryRoomTables;
import chat.writer.room.InMemoryRoomTables.Fate;
import chat.writer.room.LogPartition;
import chat.writer.room.PartitionWriter;
import chat.writer.room.SmallBuckets;
import chat.writer.room.Steps;
import chat.writer.room.TestLog;
import chat.writer.work.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");

  private final TestLog log = new TestLog();
  private final InMemoryRoomTables tables = new InMemoryRoomTables();
  private final InMemoryErasures erasures = new InMemoryErasures();
  private final Around around = new Around();
  private Instant clock = Instant.ofEpochMilli(60_000);
  private int ids;

  /** The writers' progress towards the log's end, controlled by a test. */
  private final class Around implements Erasing.Surroundings {
    private boolean writersAreBehind;
    private int told;

    @Override
    public CompletionStage<@Nullable ToLongFunction<String>> written() {
      long now = Seq.of(1, log.end());
      return CompletableFuture.completedFuture(writersAreBehind ? null : room -> now);
    }

    @Override
    public void again() {}

    @Override
    public CompletionStage<Void> tell(PendingErasure erasure) {
      told++;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void done(Erasing erasing) {}
  }

  /** Erasures in memory. */
  private static final class InMemoryErasures implements Erasures {
    private final Map<String, PendingErasure> pending = new TreeMap<>();

    @Override
    public CompletionStage<List<PendingErasure>> pending(int shard) {
      return CompletableFuture.completedFuture(List.copyOf(pending.values()));
    }

    @Override
    public CompletionStage<Void> keep(PendingErasure erasure) {
      pending.put(erasure.user(), erasure);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> remove(PendingErasure erasure) {
      pending.remove(erasure.user());
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void an_erased_users_texts_and_names_are_gone() {
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
  void an_erasure_resumes_after_its_process_ends() {
    IntStream.range(0, 500).forEach(i -> sayIn("room-" + i, ANN));
    store();
    erasures.keep(PendingErasure.of(0, "u1", "e-u1", 99));
    int processes = 0;
    while (!erasures.pending.isEmpty()) {
      Erasing next = erasing(Objects.requireNonNull(erasures.pending.get("u1")));
      for (int i = 0; i < 5; i++) {
        Steps.one(next);
      }
      assertThat(++processes).as("each goes on").isLessThan(60);
    }
    assertThat(IntStream.range(0, 500))
        .allMatch(
            i -> !new String(tables.history("room-" + i).get(0).value(), UTF_8).contains("ann"));
    assertThat(around.told).isEqualTo(1);
  }

  @Test
  void tables_that_answer_a_few_writes_only_before_the_time_is_over_are_given_smaller_pages() {
    IntStream.range(0, 40).forEach(i -> say(ANN, "text"));
    store();
    Erasing erasing = erasing(PendingErasure.of(0, "u1", "e-u1", 99));
    erasures.keep(PendingErasure.of(0, "u1", "e-u1", 99));
    int steps = 0;
    int pages = 0;
    while (!erasures.pending.isEmpty()) {
      int[] answered = {0};
      tables.failing(() -> ++answered[0] <= 10 ? Fate.DONE : Fate.LOST);
      Step step = erasing.next();
      if (step.left().toCompletableFuture().isCompletedExceptionally()) {
        step.giveUp().run();
      } else if (answered[0] > 0) {
        pages++;
      }
      assertThat(++steps).as("an end").isLessThan(200);
    }
    assertThat(values()).noneMatch(value -> value.contains("ann"));
    assertThat(pages).as("pages that were written in time").isGreaterThan(2);
  }

  @Test
  void events_appended_while_the_sockets_were_being_closed_are_erased_too() {
    clock = Instant.ofEpochMilli(5_000);
    say(ANN, "before");
    store();
    erasures.keep(PendingErasure.of(0, "u1", "e-u1", 99));
    Erasing erasing = erasing(PendingErasure.of(0, "u1", "e-u1", 99));
    Steps.all(erasing);
    assertThat(values()).noneMatch(value -> value.contains("before"));
    assertThat(erasures.pending).hasSize(1);
    say(ANN, "after");
    store();
    clock = Instant.ofEpochMilli(60_000);
    Steps.all(erasing);
    assertThat(values()).noneMatch(value -> value.contains("after"));
    assertThat(erasures.pending).isEmpty();
  }

  @Test
  void an_erasure_is_not_done_before_the_writers_reach_the_end_of_the_log() {
    say(ANN, "first");
    erasures.keep(PendingErasure.of(0, "u1", "e-u1", 99));
    Erasing erasing = erasing(PendingErasure.of(0, "u1", "e-u1", 99));
    around.writersAreBehind = true;
    assertThat(Steps.one(erasing)).isEqualTo(Step.Left.LATER);
    store();
    around.writersAreBehind = false;
    Steps.all(erasing);
    assertThat(values()).noneMatch(value -> value.contains("first"));
  }

  private void sayIn(String room, Author who) {
    add(new Message(room, id(), who, "text", 5, null, List.of(), List.of()));
  }

  @Test
  void a_writer_that_repeats_all_writes_brings_nothing_back() {
    long message = say(ANN, "first");
    add(new Edited("dev", id(), ANN, message, "second", List.of(), 7));
    store();
    erase();
    store();
    assertThat(values()).noneMatch(value -> value.contains("content") || value.contains("ann"));
  }

  @Test
  void bans_of_and_by_erased_users_have_no_name() {
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
  void an_erased_user_is_no_longer_muted() {
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
    Steps.all(erasing(PendingErasure.of(0, "u1", "e-u1", 99)));
    assertThat(erasures.pending).as("what is still to be done").isEmpty();
  }

  private Erasing erasing(PendingErasure erasure) {
    return new Erasing(
        erasure, tables, tables, erasures, around, Duration.ofSeconds(30), () -> clock);
  }

  private void store() {
    PartitionWriter writer = SmallBuckets.writer(new LogPartition(1, 0, 1), 0, 0, tables, 200);
    log.from(0, log.end()).forEach(writer::accept);
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
