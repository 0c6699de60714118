package chat.infra.prove.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded is read again, as often as wanted. */
class RecorderTest {

  @Test
  void entries_are_read_as_they_were_recorded(@TempDir Path directory) throws IOException {
    Recorder recorder = new Recorder(directory.resolve("history"));
    recorder.add(Kind.SENT, 1, 2, 3, 1L << 50, -1, MessageId.of(7, 8));
    recorder.faultEnded(recorder.faultBegan("a fault"));
    recorder.close();
    Recording recording = recorder.recording(new Cast(1, List.of(0), List.of(room())));

    assertThat(recording.faults()).containsExactly("a fault");
    assertThat(kinds(recording)).containsExactly(Kind.SENT, Kind.FAULT_BEGAN, Kind.FAULT_ENDED);
    assertThat(kinds(recording)).hasSize(3);
    Entry first = recording.iterator().next();
    assertThat(first.at(0))
        .isEqualTo(new Entry(0, Kind.SENT, 1, 2, 3, 1L << 50, -1, MessageId.of(7, 8)));
  }

  @Test
  void ids_are_the_same_as_text_and_as_numbers() {
    long id = MessageId.of(17, 42);

    assertThat(MessageId.text(id)).isEqualTo("p17-42");
    assertThat(MessageId.parse("p17-42")).isEqualTo(id);
    assertThat(MessageId.client(id)).isEqualTo(17);
    assertThat(MessageId.number(id)).isEqualTo(42);
    assertThat(List.of("", "p", "p1", "x1-2", "p1-x", "px-1"))
        .allMatch(t -> MessageId.parse(t) == 0);
  }

  private static Cast.Room room() {
    return new Cast.Room("a", false, Set.of(0));
  }

  private static List<Kind> kinds(Recording recording) {
    List<Kind> kinds = new ArrayList<>();
    recording.iterator().forEachRemaining(entry -> kinds.add(entry.kind()));
    return kinds;
  }
}
