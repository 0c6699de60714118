package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {

  private static final long CAPACITY = 100 << 20;

  private final AtomicInteger ends = new AtomicInteger();
  private final DirectMemory memory = new DirectMemory(CAPACITY, ends::incrementAndGet);

  @Test
  void a_process_that_is_out_of_buffers_for_some_looks_ends() {
    memory.look(CAPACITY - 1000);
    memory.look(CAPACITY);
    assertThat(ends).hasValue(0);
    memory.look(CAPACITY);

    assertThat(ends).hasValue(1);
  }

  @Test
  void a_process_that_has_buffers_again_goes_on() {
    memory.look(CAPACITY);
    memory.look(CAPACITY);
    memory.look(CAPACITY / 2);
    memory.look(CAPACITY);
    memory.look(CAPACITY);

    assertThat(ends).hasValue(0);
  }
}
