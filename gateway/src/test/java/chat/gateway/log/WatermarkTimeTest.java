package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatermarkTimeTest {

  private final WatermarkTime time = new WatermarkTime(100);

  @Test
  void it_is_now_when_the_tables_have_all() {
    assertThat(time.look(200, ends(5, 7), ends(5, 7))).isEqualTo(200);
    assertThat(time.look(300, ends(5, 7), ends(5, 9))).isEqualTo(300);
  }

  @Test
  void it_stands_still_while_one_partition_is_behind() {
    assertThat(time.look(200, ends(5, 7), ends(5, 6))).isEqualTo(100);
    assertThat(time.look(300, ends(5, 9), ends(5, 6))).isEqualTo(100);
    assertThat(time.look(400, ends(8, 9), ends(5, 8))).isEqualTo(200);
    assertThat(time.look(500, ends(8, 9), ends(5, 9))).isEqualTo(300);
    assertThat(time.look(600, ends(8, 9), ends(8, 9))).isEqualTo(600);
  }

  @Test
  void it_keeps_a_bounded_number_of_notes_and_the_oldest_of_them() {
    for (int look = 1; look <= 100_000; look++) {
      assertThat(time.look(100 + look, ends(look), ends(0))).isEqualTo(100);
    }
    assertThat(time.look(200_000, ends(100_000), ends(1))).isEqualTo(101);
    assertThat(time.look(200_001, ends(100_000), ends(100_000))).isEqualTo(200_001);
  }

  @Test
  void notes_of_an_earlier_log_are_dropped() {
    time.look(200, ends(5, 7), ends(0, 0));

    assertThat(time.look(300, ends(1), ends(1))).isEqualTo(300);
  }

  private static long[] ends(long... offsets) {
    return offsets;
  }
}
