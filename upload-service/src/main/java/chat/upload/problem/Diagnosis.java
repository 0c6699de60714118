package chat.upload.problem;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out what a client is told of an exception: never its inner text, unless it is a refusal.
 */
public final class Diagnosis {

  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration RETRY_FULL = Duration.ofMinutes(1);
  private static final int INSUFFICIENT_STORAGE = 507;

  private Diagnosis() {}

  /** The refusal that an exception amounts to; {@code INTERNAL} if nobody foresaw it. */
  public static Refusal of(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      Refusal foreseen = foreseen(cause);
      if (foreseen != null) {
        return foreseen;
      }
    }
    if (exception instanceof MethodArgumentTypeMismatchException mismatch) {
      return Refusal.ofField(
          ProblemCode.INVALID_REQUEST, mismatch.getName(), "not of the expected type");
    }
    ProblemCode code =
        exception instanceof ErrorResponse response
            ? ProblemCode.ofStatus(response.getStatusCode().value())
            : ProblemCode.INTERNAL;
    return Refusal.of(code, code.title());
  }

  private static @Nullable Refusal foreseen(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (cause instanceof S3Exception s3 && s3.statusCode() == INSUFFICIENT_STORAGE) {
      return Refusal.until(ProblemCode.UNAVAILABLE, "The storage is full", RETRY_FULL);
    }
    if (cause instanceof SdkException) {
      return Refusal.until(
          ProblemCode.UNAVAILABLE, "The storage can't be reached at present", RETRY);
    }
    if (cause instanceof DriverException && !(cause instanceof QueryValidationException)) {
      return Refusal.until(
          ProblemCode.UNAVAILABLE, "The tables can't be reached at present", RETRY);
    }
    if (cause instanceof RequestRejectedException) {
      return Refusal.of(
          ProblemCode.INVALID_REQUEST, "The address, a parameter or a header is malformed");
    }
    return null;
  }
}
