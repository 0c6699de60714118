package chat.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.PresentState;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WithoutErasedTextsTest {

  private static final Author ANN = new Author("u1", "ann");

  private final List<LoggedEvent> rows = new ArrayList<>();
  private final List<Set<Long>> asked = new ArrayList<>();
  private Map<Long, Long> going = Map.of();

  private final EventTables tables =
      new EventTables() {
        @Override
        public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
          throw new AssertionError("not asked here");
        }

        @Override
        public CompletionStage<List<Bucket>> bucketsAfter(
            String room, long after, long before, int limit) {
          throw new AssertionError("not asked here");
        }

        @Override
        public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
          throw new AssertionError("not asked here");
        }

        @Override
        public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
          return CompletableFuture.completedFuture(List.copyOf(rows));
        }

        @Override
        public CompletionStage<List<LoggedEvent>> events(
            String room, long bucket, List<Long> seqs) {
          return CompletableFuture.completedFuture(
              rows.stream().filter(row -> seqs.contains(row.seq())).toList());
        }

        @Override
        public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
          throw new AssertionError("not asked here");
        }

        @Override
        public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
          throw new AssertionError("not asked here");
        }
      };

  @Test
  void the_edit_of_a_deleted_message_shows_no_text_that_the_tables_still_have() {
    add(1, new Message("dev", "m", ANN, "first", 5, null, List.of(), List.of()));
    add(2, edit(1, "second"));
    add(3, edit(1, "third"));
    going = Map.of(1L, 9L);
    List<LoggedEvent> shown = read();
    assertThat(shown).extracting(event -> text(event)).noneMatch(text -> text.contains("second"));
    assertThat(text(shown.get(2))).contains("\"target\":1").doesNotContain("third");
    assertThat(shown.get(2).changed()).isEqualTo(9);
  }

  @Test
  void an_edit_read_by_seq_shows_no_text_either() {
    add(1, new Message("dev", "m", ANN, "first", 5, null, List.of(), List.of()));
    add(2, edit(1, "second"));
    going = Map.of(1L, 9L);
    WithoutErasedTexts shown =
        new WithoutErasedTexts(
            tables, (room, targets) -> CompletableFuture.completedFuture(going), Runnable::run);
    List<LoggedEvent> events = shown.events("dev", 1, List.of(2L)).toCompletableFuture().join();
    assertThat(events).extracting(event -> text(event)).noneMatch(text -> text.contains("second"));
  }

  @Test
  void edits_of_other_messages_keep_their_texts() {
    add(2, edit(1, "second"));
    add(4, edit(3, "other"));
    going = Map.of(1L, 9L);
    assertThat(text(read().get(1))).contains("other");
  }

  @Test
  void pending_erasures_are_queried_once_a_message_and_only_for_edits_with_text() {
    add(2, edit(1, "second"));
    add(3, edit(1, "third"));
    byte[] bare = PresentState.withoutText(RoomEventCodec.encode(edit(7, "gone")));
    rows.add(new LoggedEvent("dev", Edited.TYPE, 8, 3, bare));
    assertThat(read()).hasSize(3);
    assertThat(asked).containsExactly(Set.of(1L));
  }

  @Test
  void a_page_without_edits_needs_no_query() {
    add(1, new Message("dev", "m", ANN, "first", 5, null, List.of(), List.of()));
    assertThat(read()).hasSize(1);
    assertThat(asked).isEmpty();
  }

  private List<LoggedEvent> read() {
    PendingTextErasures lookup =
        (room, targets) -> {
          asked.add(targets);
          return CompletableFuture.completedFuture(going);
        };
    WithoutErasedTexts shown = new WithoutErasedTexts(tables, lookup, Runnable::run);
    return shown.events(1, new Span("dev", 0, 99, false, 100)).toCompletableFuture().join();
  }

  private void add(long seq, RoomEvent event) {
    rows.add(new LoggedEvent("dev", event.type(), seq, seq - 1, RoomEventCodec.encode(event)));
  }

  private static Edited edit(long target, String content) {
    return new Edited("dev", "e" + content.length(), ANN, target, content, List.of(), 7);
  }

  private static String text(LoggedEvent event) {
    return new String(event.value(), UTF_8);
  }
}
