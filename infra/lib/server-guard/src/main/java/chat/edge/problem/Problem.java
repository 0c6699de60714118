package chat.edge.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An error in its JSON form (RFC 9457), in an HTTP body or in the refusal of a Socket.IO handshake.
 *
 * @param type URN of the code; a name that can't be fetched
 * @param title text for people, the same for each problem of the code
 * @param status the HTTP status
 * @param detail text for people about this occurrence
 * @param code the code for programs
 * @param errors the invalid fields; absent in JSON if empty
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Refusal.FieldError> errors) {

  /** The problem of a refusal. */
  public static Problem of(Refusal refusal) {
    ProblemCode code = refusal.code();
    return of(code, code.status(), refusal.detail(), refusal.errors());
  }

  /** A problem with nothing but a status, which it keeps even if its code has another. */
  public static Problem ofStatus(int status) {
    ProblemCode code = ProblemCode.ofStatus(status);
    return of(code, status, code.title(), List.of());
  }

  private static Problem of(
      ProblemCode code, int status, String detail, List<Refusal.FieldError> errors) {
    return new Problem(
        "urn:problem-type:chat:" + code.word(), code.title(), status, detail, code.word(), errors);
  }
}
