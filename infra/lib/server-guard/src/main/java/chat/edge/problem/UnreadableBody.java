package chat.edge.problem;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;

/** Describes what is wrong with a JSON body without the words of the parser. */
final class UnreadableBody {

  private UnreadableBody() {}

  static Refusal refusal(HttpMessageNotReadableException unreadable) {
    Throwable cause = unreadable.getCause();
    if (cause instanceof StreamConstraintsException) {
      return Refusal.of(INVALID_REQUEST, "The body is nested too deep or has too long a part");
    }
    if (cause instanceof DatabindException || cause instanceof InputCoercionException) {
      return mismatch((JacksonException) cause);
    }
    if (cause instanceof JacksonException malformed) {
      return Refusal.of(
          INVALID_REQUEST, "The body is not well-formed JSON, or has a key twice" + at(malformed));
    }
    return Refusal.of(INVALID_REQUEST, "The body is missing or can't be read");
  }

  private static Refusal mismatch(JacksonException cause) {
    return cause.getPath().isEmpty()
        ? Refusal.of(INVALID_REQUEST, "The body is not a JSON object as expected")
        : Refusal.ofField(INVALID_REQUEST, field(cause.getPath()), "missing or not as expected");
  }

  private static String field(List<JacksonException.Reference> path) {
    return path.stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : step.getPropertyName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String at(JacksonException malformed) {
    TokenStreamLocation location = malformed.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
