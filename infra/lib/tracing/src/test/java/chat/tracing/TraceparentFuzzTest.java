package chat.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Mutated headers of callers and records: each is a trace or ignored, and the header passed on
 * always has the standard's form.
 */
class TraceparentFuzzTest {

  private static final int TRIES = 10_000;
  private static final String[] GOOD = {
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
    "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-is-to-come"
  };

  private final InMemorySpanExporter told = InMemorySpanExporter.create();
  private final Tracing tracing = Tracing.to(SimpleSpanProcessor.create(told), 0, "test");

  @AfterEach
  void close() {
    tracing.close();
  }

  @Test
  void of_requests() {
    Fuzz.ofTexts(GOOD)
        .texts(
            TRIES,
            text -> {
              Stretch call = tracing.answer("GET", text);
              checkToldOn(call.within(tracing::traceparent));
              call.end();
              told.reset();
            });
  }

  @Test
  void of_records() {
    Fuzz.ofTexts(GOOD)
        .bytes(
            TRIES,
            bytes -> {
              tracing.received("receive", bytes, Instant.EPOCH);
              Stretch write = tracing.write("send", bytes);
              checkToldOn(write.within(tracing::traceparent));
              write.end();
              assertThat(told.getFinishedSpanItems())
                  .allMatch(span -> new String(bytes, UTF_8).contains(span.getTraceId()));
              told.reset();
            });
  }

  private static void checkToldOn(byte @Nullable [] traceparent) {
    if (traceparent != null) {
      assertThat(new String(traceparent, US_ASCII))
          .matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    }
  }
}
