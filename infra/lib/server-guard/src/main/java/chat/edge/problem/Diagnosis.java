package chat.edge.problem;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.edge.problem.Refusal.FieldError;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.BindingResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Translates exceptions to refusals. Clients see the text of a refusal, never of another exception.
 */
public final class Diagnosis {

  private static final Duration TABLES_RETRY = Duration.ofSeconds(2);

  private final List<DependencyFailures> dependencies;

  /** Looks at causes with each translation in turn. */
  Diagnosis(List<DependencyFailures> dependencies) {
    this.dependencies = List.copyOf(dependencies);
  }

  /** The refusal for an exception; of code {@code INTERNAL} if the exception is unexpected. */
  public Refusal of(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      Refusal refusal = ofCause(cause);
      if (refusal != null) {
        return refusal;
      }
    }
    if (exception instanceof HttpMessageNotReadableException unreadable) {
      return UnreadableBody.refusal(unreadable);
    }
    if (exception instanceof RequestRejectedException) {
      return Refusal.of(INVALID_REQUEST, "The address, a parameter or a header is malformed");
    }
    Refusal ofField = ofField(exception);
    return ofField == null ? Refusal.of(code(exception), code(exception).title()) : ofField;
  }

  private @Nullable Refusal ofCause(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (cause instanceof DriverException && !(cause instanceof QueryValidationException)) {
      return Refusal.until(
          ProblemCode.UNAVAILABLE, "The tables can't be reached at present", TABLES_RETRY);
    }
    return dependencies.stream()
        .map(dependency -> dependency.refusal(cause))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Refusal ofField(Throwable exception) {
    if (exception instanceof BindingResult binding) {
      return ofFields(
          binding.getFieldErrors().stream()
              .map(error -> new FieldError(error.getField(), text(error.getDefaultMessage())))
              .toList());
    }
    if (exception instanceof HandlerMethodValidationException validation) {
      return ofFields(
          validation.getParameterValidationResults().stream()
              .map(
                  result ->
                      new FieldError(
                          text(result.getMethodParameter().getParameterName()),
                          text(result.getResolvableErrors().get(0).getDefaultMessage())))
              .toList());
    }
    return ofParameter(exception);
  }

  private static @Nullable Refusal ofParameter(Throwable exception) {
    if (exception instanceof MethodArgumentTypeMismatchException mismatch) {
      return Refusal.ofField(INVALID_REQUEST, mismatch.getName(), "not of the expected type");
    }
    if (exception instanceof MissingServletRequestParameterException missing) {
      return Refusal.ofField(INVALID_REQUEST, missing.getParameterName(), "missing");
    }
    if (exception instanceof MissingRequestValueException
        || exception instanceof ServletRequestBindingException) {
      return Refusal.of(INVALID_REQUEST, "A part of the request is missing");
    }
    return null;
  }

  private static ProblemCode code(Throwable exception) {
    if (exception instanceof ErrorResponse response) {
      return ProblemCode.ofStatus(response.getStatusCode().value());
    }
    if (exception instanceof HttpException malformed) {
      return ProblemCode.ofStatus(malformed.getCode());
    }
    return ProblemCode.INTERNAL;
  }

  private static Refusal ofFields(List<FieldError> errors) {
    return errors.isEmpty()
        ? Refusal.of(INVALID_REQUEST, INVALID_REQUEST.title())
        : Refusal.ofFields(INVALID_REQUEST, errors);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
