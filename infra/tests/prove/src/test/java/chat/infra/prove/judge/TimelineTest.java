package chat.infra.prove.judge;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.MessageId;
import chat.infra.prove.judge.Verdict.FaultFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients noticed of a fault. */
class TimelineTest {

  private static final long SECOND = 1_000_000;
  private static final long MESSAGE = MessageId.of(0, 1);

  private final Timeline timeline = new Timeline(HonestHistory.CAST, List.of("first", "second"));

  @Test
  void silence_is_counted_for_the_fault_in_which_it_was() {
    at(0, Kind.SHOWN, 0, 0);
    at(1, Kind.SHOWN, 0, 0);
    at(2, Kind.FAULT_BEGAN, 0, 0);
    at(6, Kind.FAULT_ENDED, 0, 0);
    at(7, Kind.SHOWN, 0, 0);
    at(8, Kind.FAULT_BEGAN, 0, 1);
    at(9, Kind.SHOWN, 0, 0);

    assertThat(silences()).containsExactly(6_000L, 2_000L);
    assertThat(timeline.seconds().get(6).silence()).isEqualTo(5_000);
  }

  @Test
  void silence_up_to_the_end_of_the_load_counts_and_later_one_does_not() {
    at(0, Kind.FAULT_BEGAN, 0, 0);
    at(1, Kind.SHOWN, 0, 0);
    at(5, Kind.LOAD_ENDED, 0, 0);
    at(60, Kind.SHOWN, 0, 0);

    assertThat(silences()).containsExactly(4_000L);
  }

  @Test
  void an_ack_counts_from_the_first_send_for_the_fault_of_that_time() {
    at(0, Kind.FAULT_BEGAN, 0, 0);
    at(1, Kind.SENT, 0, MESSAGE);
    at(3, Kind.SENT, 0, MESSAGE);
    at(4, Kind.FAULT_BEGAN, 0, 1);
    at(5, Kind.ACKED, 0, MESSAGE);
    at(6, Kind.ACKED, 0, MESSAGE);

    assertThat(timeline.faults().get(0).acks()).isEqualTo(new Percentiles(1, 4000, 4000, 4000));
    assertThat(timeline.faults().get(1).acks().count()).isZero();
  }

  @Test
  void a_client_is_back_with_the_first_room_that_it_joined() {
    at(0, Kind.CONNECTED, 0, 0);
    at(1, Kind.FAULT_BEGAN, 0, 0);
    at(2, Kind.CLOSED, 0, 0);
    at(3, Kind.CLOSED, 0, 0);
    at(4, Kind.CONNECTED, 0, 0);
    at(5, Kind.JOINED, 0, 0);

    assertThat(timeline.faults().get(0).back()).isEqualTo(new Percentiles(1, 3000, 3000, 3000));
    assertThat(timeline.seconds()).extracting(Verdict.Second::connected).contains(0, 1);
  }

  private List<Long> silences() {
    return timeline.faults().stream().map(FaultFigures::silence).map(Percentiles::max).toList();
  }

  private void at(long second, Kind kind, int client, long id) {
    timeline.accept(new Entry(second * SECOND, kind, client, 1, 0, 0, 0, id));
  }
}
