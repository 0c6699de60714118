package chat.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final Instant WRITTEN = Instant.ofEpochMilli(1_795_360_040_363L);

  private final InMemorySpanExporter told = InMemorySpanExporter.create();

  @Test
  void a_record_written_during_a_request_and_read_elsewhere_is_one_trace() {
    Tracing here = tracing(0);
    Stretch call = here.answer("POST", CALLER);
    Stretch.Inside inside = call.enter();
    Stretch send = here.write("send");
    inside.close();
    byte[] header = Objects.requireNonNull(send.within(here::traceparent));
    send.end();
    call.end();
    tracing(0).received("receive", header, WRITTEN);

    List<SpanData> spans = told.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getName).containsExactly("send", "POST", "receive");
    assertThat(spans).allMatch(span -> span.getTraceId().equals(TRACE));
    assertThat(spans)
        .extracting(SpanData::getParentSpanId)
        .containsExactly(
            spans.get(1).getSpanId(), CALLER.split("-", -1)[2], spans.get(0).getSpanId());
  }

  @Test
  void the_header_matches_the_w3c_standard() {
    Tracing tracing = tracing(1);
    Stretch send = tracing.write("send");

    String header = new String(Objects.requireNonNull(send.within(tracing::traceparent)), US_ASCII);

    assertThat(header)
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]"); // sampled; perhaps: of random id
    assertThat(tracing.traceparent()).as("outside of it").isNull();
  }

  @Test
  void a_trace_that_is_not_sampled_reports_nothing_and_costs_no_header() {
    Tracing tracing = tracing(0);
    Stretch send = tracing.write("send");
    assertThat(send.within(() -> tracing.traceparent() == null)).isTrue();
    tracing.received("receive", CALLER.replace("-01", "-00").getBytes(US_ASCII), WRITTEN);
    send.end();

    assertThat(told.getFinishedSpanItems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no trace", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
  void a_header_that_is_none_begins_a_trace_of_its_own(String header) {
    Tracing tracing = tracing(1);
    tracing.answer("POST", header).end();
    tracing.received("receive", header.getBytes(US_ASCII), WRITTEN);

    assertThat(told.getFinishedSpanItems())
        .singleElement()
        .satisfies(span -> assertThat(span.getParentSpanContext().isValid()).isFalse());
  }

  @Test
  void without_a_collector_nothing_is_traced() {
    Tracing tracing = Tracing.of(new TracingSettings(null, 1), "gateway");

    assertThat(tracing.isOn()).isFalse();
    assertThat(tracing.answer("POST", CALLER)).isSameAs(Stretch.NONE);
    assertThat(tracing.write("send")).isSameAs(Stretch.NONE);
    assertThat(tracing.traceparent()).isNull();
  }

  @Test
  void a_collector_that_does_not_answer_holds_nothing_up() {
    URI unused = URI.create("http://127.0.0.1:9/v1/traces");
    try (Tracing tracing = Tracing.of(new TracingSettings(unused, 1), "gateway")) {
      for (int i = 0; i < 10_000; i++) {
        tracing.write("send").end();
      }
    }
  }

  @Test
  void an_endpoint_that_says_nothing_is_none() {
    assertThat(new TracingSettings(URI.create(""), 1).endpoint()).isNull();
  }

  @Test
  void work_caused_by_a_record_continues_its_trace_or_has_none() {
    Tracing tracing = tracing(1);
    tracing.write("send", CALLER.getBytes(US_ASCII)).end();
    assertThat(tracing.write("send", null)).isSameAs(Stretch.NONE);

    assertThat(told.getFinishedSpanItems())
        .singleElement()
        .satisfies(span -> assertThat(span.getParentSpanId()).isEqualTo(CALLER.split("-", -1)[2]));
  }

  @Test
  void a_ratio_is_a_ratio() {
    assertThatThrownBy(() -> new TracingSettings(null, 1.5))
        .hasMessage("chat.tracing.ratio: 1.5 (expected: 0 to 1)");
  }

  private Tracing tracing(double ratio) {
    return Tracing.to(SimpleSpanProcessor.create(told), ratio, "test");
  }
}
