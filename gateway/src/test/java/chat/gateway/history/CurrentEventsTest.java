package chat.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events of the tables with later changes of the log applied. */
class CurrentEventsTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");
  private static final LoggedEvent MESSAGE =
      event(1, new Message("dev", "m-1", ANN, "secret", 5, null, List.of(), List.of()));
  private static final LoggedEvent EDIT =
      event(2, new Edited("dev", "e-1", ANN, 1, "secret edit", List.of(), 5));
  private static final LoggedEvent REACTION =
      event(3, new Reaction("dev", "r-1", BOB, 1, "+1", false, 5));
  private static final LoggedEvent DELETION = event(4, new Deleted("dev", "d-1", ANN, 1, 9));

  @Test
  void later_changes_are_applied_in_order() {
    assertThat(shown(present(List.of(MESSAGE), List.of(EDIT, REACTION))))
        .containsExactly(
            "{\"seq\":1,\"prev\":0,\"type\":\"message\",\"room\":\"dev\",\"id\":\"m-1\","
                + "\"user\":{\"id\":\"u1\",\"username\":\"ann\"},\"at\":5,"
                + "\"content\":\"secret edit\",\"editedAt\":5,"
                + "\"reactions\":{\"+1\":{\"count\":1,\"me\":false}}}");
  }

  @Test
  void a_deletion_removes_the_texts_of_the_message_and_of_its_edits() {
    List<LoggedEvent> present = present(List.of(MESSAGE, EDIT), List.of(REACTION, DELETION));

    assertThat(shown(present)).hasSize(2).noneMatch(json -> json.contains("secret"));
    assertThat(present.get(0).reactions().isEmpty()).isTrue();
  }

  @Test
  void a_change_that_the_tables_have_is_not_applied_again() {
    Reactions withBob = new Reactions(Map.of("+1", Set.of("u2")));
    LoggedEvent written = new LoggedEvent("dev", "message", 1, 0, MESSAGE.value(), 5, withBob);
    LoggedEvent takenBack = event(3, new Reaction("dev", "r-2", BOB, 1, "+1", true, 5));

    assertThat(present(List.of(written), List.of(EDIT, takenBack)))
        .allSatisfy(event -> assertThat(event.reactions().has("+1", "u2")).isTrue())
        .allSatisfy(event -> assertThat(event.value()).isEqualTo(MESSAGE.value()));
  }

  @Test
  void other_events_change_nothing() {
    LoggedEvent other =
        event(2, new Message("dev", "m-2", ANN, "other", 5, null, List.of(), List.of()));
    LoggedEvent unreadable =
        new LoggedEvent("dev", "edited", 3, 2, "{\"type\":\"edited\"}".getBytes(UTF_8));

    List<LoggedEvent> present = present(List.of(MESSAGE), List.of(other, unreadable));

    assertThat(present.get(0).value()).isEqualTo(MESSAGE.value());
  }

  private static List<LoggedEvent> present(List<LoggedEvent> events, List<LoggedEvent> later) {
    Map<Long, List<LoggedEvent>> byMessage = new HashMap<>();
    for (LoggedEvent event : later) {
      Change.of(event)
          .ifPresent(
              change ->
                  byMessage
                      .computeIfAbsent(change.target(), first -> new ArrayList<>())
                      .add(event));
    }
    return new CurrentEvents(events).after(byMessage);
  }

  private static LoggedEvent event(long seq, RoomEvent event) {
    return new LoggedEvent("dev", event.type(), seq, seq - 1, RoomEventCodec.encode(event));
  }

  private static List<String> shown(List<LoggedEvent> events) {
    return events.stream().map(event -> new String(event.frame("u1"), UTF_8)).toList();
  }
}
