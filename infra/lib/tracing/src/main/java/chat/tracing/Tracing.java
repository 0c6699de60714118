package chat.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Creates the spans of this process. Finished spans wait in a bounded queue for the collector and
 * are dropped if it does not answer: tracing delays nothing.
 */
public final class Tracing implements AutoCloseable {

  /** The header of requests and records that names the trace (W3C Trace Context). */
  public static final String TRACEPARENT = "traceparent";

  /** Records nothing. */
  public static final Tracing OFF = new Tracing(null);

  private static final Duration GATHER = Duration.ofSeconds(1);
  private static final Duration FLUSH = Duration.ofSeconds(2);

  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Tracing(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("chat");
  }

  /** Creates tracing as configured. */
  public static Tracing of(TracingSettings settings, String service) {
    if (settings.endpoint() == null) {
      return OFF;
    }
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint().toString()).build();
    return to(
        BatchSpanProcessor.builder(exporter).setScheduleDelay(GATHER).build(),
        settings.ratio(),
        service);
  }

  static Tracing to(SpanProcessor spans, double ratio, String service) {
    Attributes names =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            service,
            AttributeKey.stringKey("service.instance.id"),
            ManagementFactory.getRuntimeMXBean().getName());
    return new Tracing(
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(names)))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
            .addSpanProcessor(spans)
            .build());
  }

  /** Whether spans may be recorded. */
  public boolean isOn() {
    return tracer != null;
  }

  /**
   * Starts the span of a request.
   *
   * @param traceparent the caller's header, if any
   */
  public Stretch answer(String name, @Nullable String traceparent) {
    return begin(name, SpanKind.SERVER, traceparent == null ? Context.root() : said(traceparent));
  }

  /** Starts the span of an append to the log, as a child of this thread's span. */
  public Stretch write(String name) {
    return tracer == null ? Stretch.NONE : begin(name, SpanKind.PRODUCER, Context.current());
  }

  /**
   * Starts the span of an append to the log that follows from another record.
   *
   * @param traceparent of that record; null if it is not traced, and so this append is not
   */
  public Stretch write(String name, byte @Nullable [] traceparent) {
    return traceparent == null
        ? Stretch.NONE
        : begin(name, SpanKind.PRODUCER, said(new String(traceparent, US_ASCII)));
  }

  /**
   * Records that a record of the log was received just now.
   *
   * @param traceparent of its record
   * @param since the time at which the record was written
   */
  public void received(String name, byte @Nullable [] traceparent, Instant since) {
    if (tracer != null && traceparent != null) {
      Context context = said(new String(traceparent, US_ASCII));
      if (Span.fromContext(context).getSpanContext().isSampled()) {
        tracer
            .spanBuilder(name)
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(context)
            .setStartTimestamp(since)
            .startSpan()
            .end();
      }
    }
  }

  /** The header for a record that this thread writes now; null if it is not traced. */
  public byte @Nullable [] traceparent() {
    if (tracer == null) {
      return null;
    }
    SpanContext span = Span.current().getSpanContext();
    return span.isSampled()
        ? "00-%s-%s-%s"
            .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex())
            .getBytes(US_ASCII)
        : null;
  }

  @Override
  public void close() {
    if (provider != null) {
      var unused = provider.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Stretch begin(String name, SpanKind kind, Context parent) {
    return tracer == null
        ? Stretch.NONE
        : new Stretch(
            tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan(), parent);
  }

  /** A malformed header counts as none. */
  private static Context said(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), traceparent, OneHeader.TRACEPARENT_ONLY);
  }

  /** A carrier that consists of the header alone. */
  private enum OneHeader implements TextMapGetter<String> {
    TRACEPARENT_ONLY;

    @Override
    public Iterable<String> keys(String header) {
      return List.of(TRACEPARENT);
    }

    @Override
    public @Nullable String get(@Nullable String header, String key) {
      return TRACEPARENT.equals(key) ? header : null;
    }
  }
}
