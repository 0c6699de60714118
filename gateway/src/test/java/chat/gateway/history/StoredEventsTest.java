package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Reads of the tables, and their cost. */
class StoredEventsTest {

  private static final Cancellation PATIENT = () -> false;
  private static final String MESSAGE = "{\"type\":\"message\",\"user\":{\"id\":\"u1\"},\"at\":1}";
  private static final String REACTION = "{\"type\":\"reaction\"}";
  private static final int BUCKET = 1_000;
  private static final int SEEDS = 300;

  @Test
  void the_cost_of_the_newest_page_does_not_depend_on_later_reactions() {
    assertThat(newestPage(200_000)).isEqualTo(newestPage(5_000));
  }

  @Test
  void the_cost_of_a_page_does_not_depend_on_other_events() {
    assertThat(rowsOfPage(200)).isLessThan(rowsOfPage(0) + 200);
  }

  @Test
  void the_cost_of_a_forward_page_does_not_depend_on_reactions() {
    CountingTables tables = new CountingTables(BUCKET);
    tables.add(1, "message", MESSAGE, false);
    reactions(tables, 2, 200_000);
    tables.add(300_000, "message", MESSAGE, false);

    List<LoggedEvent> page =
        done(
            new StoredEvents(tables)
                .between("dev", 1, Long.MAX_VALUE, EventKind.MESSAGE, 50, PATIENT));

    assertThat(page).extracting(LoggedEvent::seq).containsExactly(300_000L);
    assertThat(tables.questions()).isLessThan(10);
  }

  @Test
  void one_event_costs_one_row() {
    CountingTables tables = new CountingTables(BUCKET);
    tables.add(1, "message", MESSAGE, false);
    reactions(tables, 2, 900);

    assertThat(done(new StoredEvents(tables).at("dev", 1))).isPresent();
    assertThat(done(new StoredEvents(tables).at("dev", 5_000))).isEmpty();
    assertThat(tables.answered()).isEqualTo(3);
  }

  @Test
  void messages_are_counted_by_their_index_only() {
    CountingTables tables = new CountingTables(BUCKET);
    for (int i = 1; i <= 200_000; i++) {
      tables.add(
          i, i % 400 == 0 ? "message" : "reaction", i % 400 == 0 ? MESSAGE : REACTION, false);
    }
    Span all = new Span("dev", 0, Long.MAX_VALUE, true, 1_000);

    assertThat(done(new StoredEvents(tables).messages(all, PATIENT)))
        .hasSize(500)
        .allSatisfy(line -> assertThat(line.author()).isEqualTo("u1"));
    assertThat(tables.answered()).isLessThan(1_000);
  }

  @Test
  void cancelled_work_stops_after_the_current_step() {
    CountingTables tables = new CountingTables(20_000);
    tables.add(1, "message", MESSAGE, true);
    for (int i = 2; i <= 60_000; i++) {
      tables.add(i, "reaction", REACTION, true);
    }
    boolean[] gone = {false};
    tables.onQuestion(() -> gone[0] = tables.questions() >= 4);

    assertThatThrownBy(
            () ->
                done(
                    new StoredEvents(tables)
                        .before("dev", Long.MAX_VALUE, EventKind.MESSAGE, 1, () -> gone[0])))
        .hasRootCauseInstanceOf(CancellationException.class);
    assertThat(tables.questions()).isEqualTo(5);
  }

  /** Some buckets are partly unindexed, as an older writer wrote to them. */
  @Test
  void a_partial_index_gives_the_same_pages() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      CountingTables tables = new CountingTables(1 + random.nextInt(6));
      List<Long> all = new ArrayList<>();
      List<Long> messages = new ArrayList<>();
      boolean earlier = false;
      for (long seq = 1; seq <= 60; seq += 1 + random.nextInt(3)) {
        boolean isMessage = random.nextInt(4) == 0;
        earlier = random.nextInt(8) == 0 ? !earlier : earlier;
        tables.add(
            seq, isMessage ? "message" : "reaction", isMessage ? MESSAGE : REACTION, earlier);
        all.add(seq);
        if (isMessage) {
          messages.add(seq);
        }
      }
      compare(seed, random, tables, EventKind.ANY, all);
      compare(seed, random, tables, EventKind.MESSAGE, messages);
    }
  }

  private static void compare(
      long seed, Random random, CountingTables tables, EventKind kind, List<Long> seqs) {
    StoredEvents stored = new StoredEvents(tables);
    long after = random.nextInt(62);
    long before = random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextInt(64);
    int limit = 1 + random.nextInt(12);
    List<Long> older = seqs.stream().filter(seq -> seq < before).toList();
    List<Long> between = older.stream().filter(seq -> seq > after).toList();
    assertThat(done(stored.before("dev", before, kind, limit, PATIENT)))
        .as("seed %d: %s before %d, %d", seed, kind, before, limit)
        .extracting(LoggedEvent::seq)
        .isEqualTo(older.subList(Math.max(0, older.size() - limit), older.size()));
    assertThat(done(stored.between("dev", after, before, kind, limit, PATIENT)))
        .as("seed %d: %s between %d and %d, %d", seed, kind, after, before, limit)
        .extracting(LoggedEvent::seq)
        .isEqualTo(between.subList(0, Math.min(limit, between.size())));
    if (kind == EventKind.MESSAGE) {
      List<Long> newest =
          new ArrayList<>(between.subList(Math.max(0, between.size() - limit), between.size()));
      Collections.reverse(newest);
      Span span = new Span("dev", after, before, true, limit);
      assertThat(done(stored.messages(span, PATIENT)))
          .as("seed %d: messages of %s", seed, span)
          .allSatisfy(line -> assertThat(line.author()).isEqualTo("u1"))
          .extracting(IndexedEvent::seq)
          .isEqualTo(newest);
    }
  }

  private static int newestPage(int reactions) {
    CountingTables tables = new CountingTables(BUCKET);
    for (int i = 1; i <= 60; i++) {
      tables.add(i, "message", MESSAGE, false);
    }
    reactions(tables, 61, reactions);
    assertThat(
            done(
                new StoredEvents(tables)
                    .before("dev", Long.MAX_VALUE, EventKind.MESSAGE, 51, PATIENT)))
        .hasSize(51);
    return tables.questions();
  }

  private static int rowsOfPage(int reactionsEach) {
    CountingTables tables = new CountingTables(BUCKET);
    long seq = 0;
    for (int i = 0; i < 70; i++) {
      tables.add(++seq, "message", MESSAGE, false);
      reactions(tables, seq + 1, reactionsEach);
      seq += reactionsEach;
    }
    assertThat(
            done(
                new StoredEvents(tables)
                    .before("dev", Long.MAX_VALUE, EventKind.MESSAGE, 51, PATIENT)))
        .hasSize(51);
    return tables.answered();
  }

  private static void reactions(CountingTables tables, long from, int number) {
    for (int i = 0; i < number; i++) {
      tables.add(from + i, "reaction", REACTION, false);
    }
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
