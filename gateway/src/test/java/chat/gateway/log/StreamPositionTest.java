package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTest {

  private static final int PARTITIONS = 24;

  private final DeliveredPositions progress = new DeliveredPositions();

  @BeforeEach
  void begin() {
    progress.begin(PARTITIONS);
  }

  @Test
  void a_position_holds_the_last_delivered_seq_of_each_room() {
    behind("general", 1, 70_000);
    StreamPosition position = behind("dev", 1, 5);

    assertThat(position.after("general")).isEqualTo(Seq.of(1, 70_000));
    assertThat(position.after("dev")).isEqualTo(Seq.of(1, 5));
    assertThat(position.after(roomOutside("general", "dev"))).isEqualTo(Seq.NONE);
  }

  @Test
  void a_position_is_immutable() {
    StreamPosition first = behind("general", 1, 7);
    behind("general", 1, 8);

    assertThat(first.after("general")).isEqualTo(Seq.of(1, 7));
  }

  @Test
  void its_text_round_trips_and_needs_no_escape() {
    behind("general", 3, (1L << 44) - 2);
    StreamPosition position = behind("dev", 3, 0);

    StreamPosition read = StreamPosition.parse(position.whole()).orElseThrow();

    assertThat(position.whole()).matches("[A-Za-z0-9_-]+");
    assertThat(read.after("general")).isEqualTo(position.after("general"));
    assertThat(read.after("dev")).isEqualTo(position.after("dev"));
  }

  @Test
  void positions_of_different_epochs_are_not_mixed() {
    behind("general", 1, 70_000);

    assertThat(behind("dev", 2, 5).after("general")).isEqualTo(Seq.NONE);
  }

  @Test
  void an_event_of_a_room_moves_its_partition_forward_only() {
    StreamPosition position = behind("general", 1, 7);

    assertThat(position.with("general", Seq.of(1, 9)).after("general")).isEqualTo(Seq.of(1, 9));
    assertThat(position.with("general", Seq.of(1, 3)).after("general")).isEqualTo(Seq.of(1, 7));
  }

  @Test
  void an_event_of_another_log_and_no_event_move_nothing() {
    StreamPosition position = StreamPosition.before(2, PARTITIONS);

    assertThat(position.with("general", Seq.of(1, 9)).after("general")).isEqualTo(Seq.NONE);
    assertThat(position.with("general", Seq.NONE).after("general")).isEqualTo(Seq.NONE);
  }

  @Test
  void there_is_no_position_before_the_log_is_found() {
    DeliveredPositions early = new DeliveredPositions();
    early.reached(event("general", 1, 7));

    assertThat(early.position()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "AA", "AQ", "____________________", "ARgA_____________w"})
  void a_malformed_text_is_no_position(String text) {
    assertThat(StreamPosition.parse(text)).isEmpty();
  }

  @Test
  void a_text_that_is_too_long_is_no_position() {
    assertThat(StreamPosition.parse("A".repeat(65_537))).isEmpty();
  }

  private StreamPosition behind(String room, int epoch, long offset) {
    progress.reached(event(room, epoch, offset));
    return Objects.requireNonNull(progress.position());
  }

  private static LoggedEvent event(String room, int epoch, long offset) {
    return new LoggedEvent(room, "message", Seq.of(epoch, offset), Seq.NONE, new byte[] {'{', '}'});
  }

  private static String roomOutside(String... rooms) {
    for (int i = 0; ; i++) {
      String room = "room" + i;
      int partition = RoomPartition.of(room, PARTITIONS);
      if (Arrays.stream(rooms).noneMatch(r -> RoomPartition.of(r, PARTITIONS) == partition)) {
        return room;
      }
    }
  }
}
