package chat.upload.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An error as it goes over the wire (RFC 9457).
 *
 * @param type tells problems of one code from all others; a name, nothing to be fetched
 * @param title for people, the same for each problem of the code
 * @param status the HTTP status
 * @param detail for people, what was wrong this time
 * @param code for programs
 * @param errors the fields at fault; left out if there are none
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Refusal.FieldError> errors) {

  static Problem of(Refusal refusal) {
    ProblemCode code = refusal.code();
    return of(code, code.status(), refusal.detail(), refusal.errors());
  }

  /** Of an error of which nothing but the status may be told, which is kept as it is. */
  static Problem ofStatus(int status) {
    ProblemCode code = ProblemCode.ofStatus(status);
    return of(code, status, code.title(), List.of());
  }

  private static Problem of(
      ProblemCode code, int status, String detail, List<Refusal.FieldError> errors) {
    return new Problem(
        "urn:problem-type:chat:" + code.word(), code.title(), status, detail, code.word(), errors);
  }
}
