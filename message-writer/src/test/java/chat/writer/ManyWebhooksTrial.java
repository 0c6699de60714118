package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * As many webhooks as are allowed by default in one writer with its usual heap. It takes minutes,
 * so it runs by name and not in every build.
 */
class ManyWebhooksTrial {

  @Test
  void dead_and_slow_receivers_hold_up_no_other_and_fill_no_heap() throws Exception {
    ManyWebhooks.Result result = new ManyWebhooks(100, "192m", 50, 20).run();
    System.out.printf(
        "heap in use: %d MB; 48 events to the good receiver: median %d ms, longest %d ms%n",
        result.heapBytes() >> 20, result.delays().get(10), result.delays().get(19));
    assertThat(result.heapBytes()).isLessThan(160L << 20);
  }
}
