package chat.sockets.budget;

import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.SocketCounts.Excess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketCountsTest {

  @Test
  void a_socket_counts_once_until_its_end() {
    SocketCounts counts = new SocketCounts(10, 10, 1);
    SocketCounts.Counted first = counts.open("10.0.0.1");
    assertThat(counts.excess("10.0.0.1")).isEqualTo(Excess.UNCONNECTED);
    first.connected();
    first.connected();
    assertThat(counts.excess("10.0.0.1")).isEqualTo(Excess.ADDRESS);
    assertThat(counts.excess("10.0.0.2")).isNull();

    first.end();
    first.end();
    assertThat(counts.excess("10.0.0.1")).isNull();
    SocketCounts.Counted second = counts.open("10.0.0.1");
    assertThat(counts.excess("10.0.0.1")).isNotNull();
    second.end();
    assertThat(counts.excess("10.0.0.1")).isNull();
  }

  @Test
  void there_are_so_many_in_all() {
    SocketCounts counts = new SocketCounts(3, 3, 3);
    List<SocketCounts.Counted> open = open(counts, 3, "10.0.0.1");
    assertThat(counts.excess("10.0.0.2")).isEqualTo(Excess.SOCKETS);

    open.get(0).end();
    assertThat(counts.excess("10.0.0.2")).isNull();
  }

  @Test
  void one_address_leaves_others_their_share_of_those_that_have_not_connected() {
    SocketCounts counts = new SocketCounts(1000, 100, 500);
    List<SocketCounts.Counted> open = open(counts, 10, "10.0.0.1");
    assertThat(counts.excess("10.0.0.1")).isEqualTo(Excess.UNCONNECTED);
    assertThat(counts.excess("10.0.0.2")).isNull();

    open.get(0).connected();
    assertThat(counts.excess("10.0.0.1")).isNull();
  }

  @Test
  void all_are_of_one_address_where_these_are_not_bounded() {
    SocketCounts counts = new SocketCounts(1000, 100, 1000);
    List<SocketCounts.Counted> open = open(counts, 99, "10.0.0.1");
    assertThat(counts.excess("10.0.0.1")).isNull();

    open.addAll(open(counts, 1, "10.0.0.1"));
    assertThat(counts.excess("10.0.0.2")).isEqualTo(Excess.UNCONNECTED);
  }

  @Test
  void a_further_socket_of_a_client_counts_as_a_socket_but_not_as_unconnected() {
    SocketCounts counts = new SocketCounts(10, 1, 2);
    SocketCounts.Counted client = counts.open("10.0.0.1");
    assertThat(counts.hasCapacity("10.0.0.1")).isTrue();

    SocketCounts.Counted further = counts.openFurther("10.0.0.1");
    assertThat(counts.hasCapacity("10.0.0.1")).isFalse();
    client.connected();
    assertThat(counts.excess("10.0.0.1")).isEqualTo(Excess.ADDRESS);
    assertThat(counts.hasCapacity("10.0.0.2")).isTrue();

    further.end();
    assertThat(counts.hasCapacity("10.0.0.1")).isTrue();
    assertThat(counts.excess("10.0.0.1")).isNull();
  }

  private static List<SocketCounts.Counted> open(SocketCounts counts, int count, String address) {
    List<SocketCounts.Counted> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(counts.open(address));
    }
    return open;
  }
}
