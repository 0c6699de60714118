package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.GatewayTables;
import org.junit.jupiter.api.Test;

/** What the driver may do with conditional writes. */
class ConditionalWritesTest {

  private final ConditionalWrites writes = new ConditionalWrites(GatewayTables.shared());

  /** The answer to a repeat that the driver makes by itself may be of the write's own work. */
  @Test
  void the_driver_repeats_reads_and_no_condition() {
    assertThat(writes.prepare("INSERT INTO users (id) VALUES (?) IF NOT EXISTS").bind("u"))
        .matches(write -> Boolean.FALSE.equals(write.isIdempotent()));
    assertThat(writes.prepare("DELETE FROM users WHERE id = ? IF EXISTS").bind("u"))
        .matches(write -> Boolean.FALSE.equals(write.isIdempotent()));
    assertThat(writes.prepare("SELECT id FROM users WHERE id = ?").bind("u"))
        .matches(read -> Boolean.TRUE.equals(read.isIdempotent()));
  }
}
