package chat.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionEventsTest {

  private static final Author ANN = new Author("u1", "ann");

  private final PartitionEvents events = new PartitionEvents(0, 1, 10);

  @Test
  void reading_begins_so_far_back_that_the_window_knows_what_it_judges_by() {
    assertThat(events.readFrom(0)).isZero();
    assertThat(new PartitionEvents(0, 1, 100_000).readFrom(0)).isEqualTo(100_000 - Window.WARM_UP);
    assertThat(new PartitionEvents(0, 1, 100_000).readFrom(90_000)).isEqualTo(90_000);
  }

  @Test
  void records_before_the_wanted_offset_are_looked_at_but_are_no_events() {
    assertThat(accept(9, message("a"), 9)).isEmpty();
    assertThat(accept(10, message("a"), 10)).as("a duplicate of the one before").isEmpty();
    assertThat(accept(11, message("b"), 11)).isPresent();
  }

  @Test
  void a_record_whose_condition_does_not_hold_is_no_event() {
    assertThat(accept(10, deletion("d"), 10)).isPresent();
    assertThat(accept(11, edit("e"), 10)).as("decided before the deletion").isEmpty();
  }

  @Test
  void records_of_both_forms_of_headers_are_judged_by_each_other() {
    assertThat(acceptBinary(10, message("a"), 10)).isPresent();
    assertThat(accept(11, message("a"), 11)).as("a duplicate").isEmpty();
    assertThat(accept(12, deletion("d"), 12)).isPresent();
    assertThat(acceptBinary(13, edit("e"), 12)).as("decided before the deletion").isEmpty();
  }

  @Test
  void a_record_that_names_no_room_is_no_event() {
    assertThat(events.accept(10, "No Room".getBytes(UTF_8), new byte[0], name -> null)).isEmpty();
  }

  private Optional<RoomRecord> accept(long offset, RoomEvent event, long asOf) {
    return accept(
        offset, event, Identity.of(event, 0).toBytes(), Condition.of(asOf, event).toBytes());
  }

  private Optional<RoomRecord> acceptBinary(long offset, RoomEvent event, long asOf) {
    return accept(
        offset, event, Identity.of(event, 0).toBinary(), Condition.of(asOf, event).toBinary());
  }

  private Optional<RoomRecord> accept(
      long offset, RoomEvent event, byte[] identity, byte[] condition) {
    Map<String, byte[]> headers =
        Map.of(
            RecordHeaders.TYPE, event.type().getBytes(UTF_8),
            RecordHeaders.IDENTITY, identity,
            RecordHeaders.CONDITION, condition);
    return events.accept(
        offset, event.room().getBytes(UTF_8), RoomEventCodec.encode(event), headers::get);
  }

  private static Message message(String id) {
    return new Message("dev", id, ANN, "hi", 5, null, List.of(), List.of());
  }

  private static Deleted deletion(String id) {
    return new Deleted("dev", id, ANN, 7, 5);
  }

  private static Edited edit(String id) {
    return new Edited("dev", id, ANN, 7, "ho", List.of(), 5);
  }
}
