package chat.upload.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says that something asked for is not done, and why. Has no stack trace: it is an answer, no
 * fault.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ProblemCode code;
  private final transient List<FieldError> errors;
  private final @Nullable Duration retryAfter;

  /**
   * What is wrong with one field.
   *
   * @param field its name in the request
   * @param message for people
   */
  public record FieldError(String field, String message) {}

  private Refusal(
      ProblemCode code, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.code = code;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /** A refusal as a whole. */
  public static Refusal of(ProblemCode code, String detail) {
    return new Refusal(code, detail, List.of(), null);
  }

  /** A refusal for the sake of one field. */
  public static Refusal ofField(ProblemCode code, String field, String message) {
    return new Refusal(code, field + ": " + message, List.of(new FieldError(field, message)), null);
  }

  /** A refusal that may end with time. */
  public static Refusal until(ProblemCode code, String detail, Duration retryAfter) {
    return new Refusal(code, detail, List.of(), retryAfter);
  }

  /** A file that is not there, or not for who asks. */
  public static Refusal notFound() {
    return of(ProblemCode.NOT_FOUND, "There is nothing here");
  }

  /** Why, for programs. */
  public ProblemCode code() {
    return code;
  }

  /** Why, in a few words that are the same each time; for counting. */
  public String reason() {
    return errors.isEmpty() ? code.word() : code.word() + "_" + errors.get(0).field();
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  List<FieldError> errors() {
    return errors;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
