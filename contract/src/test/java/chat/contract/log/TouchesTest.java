package chat.contract.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TouchesTest {

  private static final int MOST = 8;

  private final Touches touches = new Touches();

  /** Few and many things, things that collide, and gaps of up to several windows. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 1, 1",
    "2, 500, 1, 1",
    "3, 1000000, 1, 1",
    "4, 100000, 4096, 1",
    "5, 20000, 1, 40",
    "6, 50, 1, 30000",
    "7, 1000000, 1, 70000"
  })
  void gives_the_answers_of_a_map(long seed, int things, int stride, int maxGap) {
    Random random = new Random(seed);
    Map<Long, Long> lastTouched = new HashMap<>();
    long offset = random.nextInt(100_000);
    for (int i = 0; i < 100_000; i++) {
      offset += 1 + random.nextInt(maxGap);
      long asOf = Math.max(0, offset - random.nextInt(Window.RECORDS + 10));
      long asked = (long) random.nextInt(things) * stride;
      assertThat(touches.holds(new Condition(asOf, List.of(), List.of(asked)), offset))
          .as("seed %d, offset %d", seed, offset)
          .isEqualTo(
              asOf >= offset - Window.RECORDS && lastTouched.getOrDefault(asked, -1L) < asOf);
      List<Long> touched =
          random.longs(random.nextInt(4), 0, things).mapToObj(thing -> thing * stride).toList();
      touches.add(offset, new Condition(offset, touched, List.of()));
      for (long thing : touched) {
        lastTouched.put(thing, offset);
      }
    }
  }

  @Test
  void a_window_of_the_most_things_takes_five_megabytes_which_it_gives_back() {
    for (long offset = 0; offset < 4L * Window.RECORDS; offset++) {
      long first = offset * MOST;
      List<Long> own = new Random(first).longs(MOST).boxed().toList();
      touches.add(offset, new Condition(offset, own, List.of()));
    }
    assertThat(touches.slots()).isLessThanOrEqualTo(1 << 19);

    for (long offset = 4L * Window.RECORDS; offset < 8L * Window.RECORDS; offset++) {
      touches.add(offset, new Condition(offset, List.of(1L), List.of()));
    }
    assertThat(touches.slots()).isLessThanOrEqualTo(16);
  }

  @Test
  void a_thing_that_is_touched_often_takes_one_slot() {
    for (long offset = 0; offset < 100_000; offset++) {
      touches.add(offset, new Condition(offset, List.of(1L, 2L, 3L), List.of()));
    }
    assertThat(touches.slots()).isEqualTo(16);
  }
}
