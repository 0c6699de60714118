package chat.gateway.problem;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Says that something asked for is not done, and why. What carries it out to the client (REST,
 * WebSocket, Socket.IO) gives it its shape there. Has no stack trace: it is an answer, no fault.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ProblemCode code;
  private final transient List<FieldError> errors;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable Quota quota;

  /**
   * How much may be done in a time.
   *
   * @param name of the limit
   * @param tokens how much
   * @param window in that time
   */
  public record Quota(String name, long tokens, Duration window) {}

  /**
   * What is wrong with one field.
   *
   * @param field its name in the request
   * @param message for people
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

  /** A refusal as a whole. */
  public static Refusal of(ProblemCode code, String detail) {
    return new Refusal(code, detail, List.of(), null, null);
  }

  /** A refusal for the sake of one field. */
  public static Refusal ofField(ProblemCode code, String field, String message) {
    return ofFields(code, List.of(new FieldError(field, message)));
  }

  /** A refusal for the sake of some fields, at least one. */
  public static Refusal ofFields(ProblemCode code, List<FieldError> errors) {
    FieldError first = errors.get(0);
    return new Refusal(
        code, first.field() + ": " + first.message(), List.copyOf(errors), null, null);
  }

  /** A refusal that may end with time. */
  public static Refusal until(ProblemCode code, String detail, Duration retryAfter) {
    return new Refusal(code, detail, List.of(), retryAfter, null);
  }

  /** A refusal for doing too much. */
  public static Refusal overQuota(Quota quota, Duration retryAfter) {
    return new Refusal(
        ProblemCode.RATE_LIMITED,
        "More than " + quota.tokens() + " in " + quota.window().toMillis() + " ms",
        List.of(),
        retryAfter,
        quota);
  }

  /**
   * What an error of a future is answered with: the refusal behind it; {@code unavailable} for
   * anything that a dependency did, and for what nobody foresaw, which is logged here. So whoever
   * only looks asks {@link #codeOf}.
   */
  public static Refusal from(Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    Unforeseen.report(cause);
    return until(ProblemCode.UNAVAILABLE, "not possible at present", Duration.ofSeconds(1));
  }

  /** The code of what an error is answered with. */
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

  /** Why, for programs. */
  public ProblemCode code() {
    return code;
  }

  /** Why, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The fields at fault; empty if it is no field's. */
  public List<FieldError> errors() {
    return errors;
  }

  /** What was exceeded, if it was that. */
  public @Nullable Quota quota() {
    return quota;
  }

  /** How long to wait before asking again, if that is known. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
