package chat.gateway.signals;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Read;
import chat.gateway.signals.MarkerLimit.Marker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkerLimitTest {

  private final MarkerLimit limit = new MarkerLimit(1000, 3);

  @Test
  void the_first_marker_passes_at_once_and_the_newest_of_the_others_after_a_second() {
    assertThat(admit("ann", "a", 1, 0)).containsExactly(1L);
    assertThat(admit("ann", "a", 2, 10)).isEmpty();
    assertThat(admit("ann", "a", 9, 20)).isEmpty();
    assertThat(admit("ann", "a", 5, 30)).isEmpty();
    assertThat(due(999)).isEmpty();
    assertThat(due(1000)).containsExactly(9L);
    assertThat(admit("ann", "a", 10, 1999)).isEmpty();
    assertThat(due(2000)).containsExactly(10L);
    assertThat(due(3000)).isEmpty();
    assertThat(admit("ann", "a", 11, 3000)).containsExactly(11L);
  }

  @Test
  void a_marker_replaces_one_that_waits_longer_than_its_interval() {
    admit("ann", "a", 1, 0);
    admit("ann", "a", 2, 10);

    assertThat(admit("ann", "a", 3, 1500)).containsExactly(3L);
    assertThat(due(3000)).isEmpty();
  }

  @Test
  void a_marker_never_goes_back() {
    admit("ann", "a", 5, 0);
    assertThat(due(1000)).isEmpty();

    assertThat(admit("ann", "a", 5, 2000)).isEmpty();
    assertThat(admit("ann", "a", 4, 2000)).isEmpty();
    assertThat(due(4000)).isEmpty();
    assertThat(admit("ann", "a", 6, 4000)).containsExactly(6L);
  }

  @Test
  void markers_of_other_gateways_make_older_ones_needless() {
    admit("ann", "a", 1, 0);
    admit("ann", "a", 5, 10);
    limit.passed(read("ann", "a", 7));

    assertThat(due(1000)).isEmpty();
    assertThat(admit("ann", "a", 6, 2000)).isEmpty();
    assertThat(admit("ann", "a", 8, 2000)).containsExactly(8L);
    admit("ann", "a", 9, 2010);
    limit.passed(read("ann", "a", 8));
    assertThat(due(3000)).containsExactly(9L);
  }

  @Test
  void a_marker_that_waits_is_not_replaced_by_an_older_one_when_its_user_is_forgotten() {
    admit("bob", "a", 1, 0);
    admit("ann", "a", 1, 1);
    admit("cem", "a", 1, 2);
    admit("ann", "a", 9, 3);
    admit("bob", "a", 2, 4);
    admit("cem", "a", 2, 5);
    assertThat(admit("dan", "a", 1, 6)).containsExactly(2L, 1L);

    assertThat(admit("ann", "a", 5, 7)).isEmpty();
    assertThat(due(1001)).containsExactly(9L);
  }

  @Test
  void more_due_markers_than_can_be_sent_at_once_follow_in_the_next_call() {
    for (String name : List.of("ann", "bob", "cem")) {
      admit(name, "a", 1, 0);
      admit(name, "a", 2, 1);
    }
    assertThat(limit.due(1000, 2)).hasSize(2);
    assertThat(limit.due(1000, 2)).hasSize(1);
  }

  @Test
  void a_marker_that_was_not_sent_may_pass_again() {
    admit("ann", "a", 5, 0);
    limit.failed(read("ann", "a", 5));
    assertThat(admit("ann", "a", 5, 2000)).containsExactly(5L);

    admit("ann", "a", 6, 3000);
    limit.failed(read("ann", "a", 5));
    assertThat(admit("ann", "a", 6, 5000)).isEmpty();
  }

  @Test
  void users_and_rooms_have_independent_intervals_and_beyond_the_capacity_the_oldest_ends_early() {
    assertThat(admit("ann", "a", 1, 0)).containsExactly(1L);
    assertThat(admit("ann", "b", 1, 0)).containsExactly(1L);
    assertThat(admit("bob", "a", 1, 0)).containsExactly(1L);
    admit("ann", "a", 2, 10);

    assertThat(admit("bob", "b", 3, 20)).containsExactly(2L, 3L);
    assertThat(limit.size()).isEqualTo(3);
  }

  @Test
  void a_million_markers_need_no_more_than_the_capacity_and_the_last_of_each_user_is_sent() {
    MarkerLimit large = new MarkerLimit(1000, 1000);
    Map<String, Long> last = new HashMap<>();
    Map<String, Long> sent = new HashMap<>();
    for (int i = 0; i < 1_000_000; i++) {
      Marker marker = marker("user" + i % 5000, "a", i);
      last.put(marker.read().user().id(), marker.read().seq());
      large
          .admit(marker, i / 1000)
          .forEach(each -> sent.put(each.read().user().id(), each.read().seq()));
      assertThat(large.size()).isLessThanOrEqualTo(1000);
    }
    large.all().forEach(each -> sent.put(each.read().user().id(), each.read().seq()));

    assertThat(sent).isEqualTo(last);
  }

  @Test
  void all_waiting_markers_are_taken_at_the_end() {
    admit("ann", "a", 1, 0);
    admit("ann", "a", 2, 10);
    admit("bob", "a", 1, 10);

    assertThat(seqs(limit.all())).containsExactly(2L);
    assertThat(limit.all()).isEmpty();
  }

  private List<Long> admit(String name, String room, long seq, long now) {
    return seqs(limit.admit(marker(name, room, seq), now));
  }

  private List<Long> due(long now) {
    return seqs(limit.due(now, 100));
  }

  private static List<Long> seqs(List<Marker> markers) {
    return markers.stream().map(marker -> marker.read().seq()).toList();
  }

  private static Marker marker(String name, String room, long seq) {
    return new Marker(read(name, room, seq), () -> MarkerAudience.ROOM);
  }

  private static Read read(String name, String room, long seq) {
    return new Read(room, new Author("id-" + name, name), seq);
  }
}
