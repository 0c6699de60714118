package chat.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A record of the resolved stream, byte by byte. */
class ResolvedRecordTest {

  @Test
  void the_value_is_that_of_the_log_with_its_position_in_front() {
    byte[] value =
        "{\"type\":\"message\",\"room\":\"dev\",\"content\":\"Grüße 👋\"}".getBytes(UTF_8);

    assertThat(new String(EventFrame.of(value, 17592186044421L, 17592186044417L), UTF_8))
        .isEqualTo(
            "{\"seq\":17592186044421,\"prev\":17592186044417,"
                + "\"type\":\"message\",\"room\":\"dev\",\"content\":\"Grüße 👋\"}");
    assertThat(new String(EventFrame.of("{\"a\":1}".getBytes(UTF_8), 7), UTF_8))
        .isEqualTo("{\"seq\":7,\"a\":1}");
  }

  @Test
  void the_headers_are_cloud_events_as_text() {
    assertThat(headers("m-1".getBytes(UTF_8)))
        .containsExactly(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", "17592186044421"),
            Map.entry("ce_source", "/chat/rooms/dev"),
            Map.entry("ce_type", "chat.message"),
            Map.entry("ce_time", "2026-11-22T19:54:00.363Z"),
            Map.entry("ce_subject", "m-1"),
            Map.entry("content-type", "application/json"));
  }

  @Test
  void a_record_without_an_id_has_no_subject() {
    assertThat(headers(null)).doesNotContainKey("ce_subject");
  }

  private static Map<String, String> headers(byte @Nullable [] id) {
    Map<String, String> headers = new LinkedHashMap<>();
    CloudEventHeaders.write(
        (name, value) -> headers.put(name, new String(value, UTF_8)),
        "dev",
        "message",
        17592186044421L,
        1795377240363L,
        id);
    return headers;
  }
}
