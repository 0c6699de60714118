package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.gateway.log.RoomChain.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {

  private final Ring ring = new Ring();

  @Test
  void an_empty_ring_has_no_events() {
    assertThat(ring.size()).isZero();
    assertThat(ring.find(1)).isNull();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(ring::removeOldest);
  }

  /** Grows and shrinks, so that its ends wrap around many times. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void a_ring_finds_the_same_events_as_a_plain_queue(long seed) {
    Random random = new Random(seed);
    Deque<Link> queue = new ArrayDeque<>();
    RoomChain chain = new RoomChain("dev");
    long seq = 0;
    int most = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean growing = (i / 500) % 2 == 0;
      if (queue.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
        seq += 1 + random.nextInt(3);
        Link link = new Link(chain, "message", seq, 0, new byte[0]);
        ring.add(link);
        queue.add(link);
      } else {
        assertThat(ring.removeOldest()).isSameAs(queue.remove());
      }
      most = Math.max(most, queue.size());
      long wanted = Math.max(0, seq - random.nextInt(4 * queue.size() + 1));
      Link expected = queue.stream().filter(link -> link.seq == wanted).findFirst().orElse(null);
      assertThat(ring.find(wanted)).as("seed %d, step %d", seed, i).isSameAs(expected);
      assertThat(ring.size()).isEqualTo(queue.size());
    }
    assertThat(most).isGreaterThan(128);
  }
}
