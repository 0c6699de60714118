package chat.edge.problem;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a request, with its reason. REST, WebSocket and Socket.IO each render it in their
 * own form. It has no stack trace, as it is an answer and no fault of the service.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ProblemCode code;
  private final transient List<FieldError> errors;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable Quota quota;

  /**
   * A rate limit.
   *
   * @param name name of the limit
   * @param tokens requests allowed in a window
   * @param window length of the window
   */
  public record Quota(String name, long tokens, Duration window) {}

  /**
   * An invalid field.
   *
   * @param field name in the request
   * @param message text for people
   */
  public record FieldError(String field, String message) {}

  private Refusal(
      ProblemCode code,
      String detail,
      List<FieldError> errors,
      @Nullable Duration retryAfter,
      @Nullable Quota quota) {
    super(detail, null, false, false);
    this.quota = quota;
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /** A refusal that no single field causes. */
  public static Refusal of(ProblemCode code, String detail) {
    return new Refusal(code, detail, List.of(), null, null);
  }

  /** A refusal because of one field. */
  public static Refusal ofField(ProblemCode code, String field, String message) {
    return ofFields(code, List.of(new FieldError(field, message)));
  }

  /** A refusal because of some fields, at least one. */
  public static Refusal ofFields(ProblemCode code, List<FieldError> errors) {
    FieldError first = errors.get(0);
    return new Refusal(
        code, first.field() + ": " + first.message(), List.copyOf(errors), null, null);
  }

  /** A refusal that the client may retry. */
  public static Refusal until(ProblemCode code, String detail, Duration retryAfter) {
    return new Refusal(code, detail, List.of(), retryAfter, null);
  }

  /** A refusal because nothing is there, or nothing that the caller may see. */
  public static Refusal notFound() {
    return of(ProblemCode.NOT_FOUND, "There is nothing here");
  }

  /** A refusal because a rate limit is exceeded. */
  public static Refusal overQuota(Quota quota, Duration retryAfter) {
    return new Refusal(
        ProblemCode.RATE_LIMITED,
        "More than " + quota.tokens() + " in " + quota.window().toMillis() + " ms",
        List.of(),
        retryAfter,
        quota);
  }

  /**
   * The refusal for the error of a future: the refusal that caused it, else {@code unavailable}.
   * Logs an unexpected error; {@link #codeOf} does not.
   */
  public static Refusal from(Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    UnexpectedErrors.report(cause);
    return until(ProblemCode.UNAVAILABLE, "not possible at present", Duration.ofSeconds(1));
  }

  /** The code of the refusal for the error of a future. */
  public static ProblemCode codeOf(Throwable error) {
    return cause(error) instanceof Refusal refusal ? refusal.code() : ProblemCode.UNAVAILABLE;
  }

  private static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The reason, for programs. */
  public ProblemCode code() {
    return code;
  }

  /** The reason as a word with few values, for metrics. */
  public String reason() {
    return errors.isEmpty() ? code.word() : code.word() + "_" + errors.get(0).field();
  }

  /** The reason, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The invalid fields; empty if no field caused the refusal. */
  public List<FieldError> errors() {
    return errors;
  }

  /** The rate limit that was exceeded; null for other reasons. */
  public @Nullable Quota quota() {
    return quota;
  }

  /** The time after which a retry may succeed; null if unknown. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
