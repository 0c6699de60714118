package chat.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One span: something that this process does, from its beginning to its end. Threads may share it.
 */
public final class Stretch {

  /** Where nothing is traced. */
  public static final Stretch NONE = new Stretch(null, Context.root());

  private final @Nullable Span span;
  private final Context context;

  Stretch(@Nullable Span span, Context parent) {
    this.span = span;
    this.context = span == null ? parent : parent.with(span);
  }

  /** Does a part of it, in this thread. */
  public <T> T within(Supplier<T> part) {
    return span == null ? part.get() : context.wrapSupplier(part).get();
  }

  /** Until what it gives is closed, by this thread, whatever this thread does is part of it. */
  @SuppressWarnings("MustBeClosedChecker") // handed on to who called, who has to close it as well
  public Inside enter() {
    if (span == null) {
      return () -> {};
    }
    Scope scope = context.makeCurrent();
    return scope::close;
  }

  /** Calls it otherwise, now that more is known. */
  public void rename(String name) {
    if (span != null) {
      span.updateName(name);
    }
  }

  /** Says something about it. */
  public void tell(String key, String value) {
    if (span != null) {
      span.setAttribute(key, value);
    }
  }

  /** It did not do what it was to do. */
  public void fail(String reason) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR, reason);
    }
  }

  /** Ends it, if it has not ended. */
  public void end() {
    if (span != null) {
      span.end();
    }
  }

  /** A thread that is at it. */
  @FunctionalInterface
  public interface Inside {

    /** The thread goes on to something else. */
    void close();
  }
}
