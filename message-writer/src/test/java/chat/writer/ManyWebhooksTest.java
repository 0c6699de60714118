package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The trial with fewer webhooks, and a heap that would not hold what each of them may fetch. */
class ManyWebhooksTest {

  @Test
  void dead_and_slow_receivers_end_no_writer_and_hold_up_no_other() throws Exception {
    ManyWebhooks.Result result = new ManyWebhooks(40, "112m", 10, 3).run();

    assertThat(result.delays()).hasSize(3).allMatch(delay -> delay < 60_000);
  }
}
