package chat.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedEventTest {

  @Test
  void the_frame_is_the_records_value_after_seq_and_prev() {
    byte[] value = "{\"type\":\"message\",\"content\":\"ü\"}".getBytes(UTF_8);
    LoggedEvent event = new LoggedEvent("dev", "message", 17592186044417L, 17592186044416L, value);

    assertThat(new String(event.frame(), UTF_8))
        .isEqualTo(
            "{\"seq\":17592186044417,\"prev\":17592186044416,\"type\":\"message\",\"content\":\"ü\"}");
  }

  @Test
  void a_frame_without_a_known_predecessor_has_no_prev() {
    byte[] value = "{\"type\":\"message\"}".getBytes(UTF_8);

    LoggedEvent event = new LoggedEvent("dev", "message", 5, 0, value);

    assertThat(new String(event.frameWithoutPrev("u1"), UTF_8))
        .isEqualTo("{\"seq\":5,\"type\":\"message\"}");
  }
}
