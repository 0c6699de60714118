package chat.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A span: work of this process with a start and an end. Thread-safe. */
public final class Stretch {

  /** A span that is not recorded. */
  public static final Stretch NONE = new Stretch(null, Context.root());

  private final @Nullable Span span;
  private final Context context;

  Stretch(@Nullable Span span, Context parent) {
    this.span = span;
    this.context = span == null ? parent : parent.with(span);
  }

  /** Runs a part of the span in this thread. */
  public <T> T within(Supplier<T> part) {
    return span == null ? part.get() : context.wrapSupplier(part).get();
  }

  /** Makes the span current for this thread until the result is closed. */
  @SuppressWarnings("MustBeClosedChecker") // returned to the caller, who has to close it
  public Inside enter() {
    if (span == null) {
      return () -> {};
    }
    Scope scope = context.makeCurrent();
    return scope::close;
  }

  /** Changes the span's name. */
  public void rename(String name) {
    if (span != null) {
      span.updateName(name);
    }
  }

  /** Sets an attribute. */
  public void tell(String key, String value) {
    if (span != null) {
      span.setAttribute(key, value);
    }
  }

  /** Marks the span as failed. */
  public void fail(String reason) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR, reason);
    }
  }

  /** Ends the span, once. */
  public void end() {
    if (span != null) {
      span.end();
    }
  }

  /** The time during which a span is current for a thread. */
  @FunctionalInterface
  public interface Inside {

    /** Restores the thread's previous span. */
    void close();
  }
}
