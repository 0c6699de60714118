package chat.upload.storage;

import chat.edge.problem.DependencyFailures;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Translates exceptions of the S3 client to refusals. */
@Component
final class StorageFailures implements DependencyFailures {

  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration RETRY_FULL = Duration.ofMinutes(1);
  private static final int INSUFFICIENT_STORAGE = 507;

  @Override
  public @Nullable Refusal refusal(Throwable cause) {
    if (cause instanceof S3Exception s3 && s3.statusCode() == INSUFFICIENT_STORAGE) {
      return Refusal.until(ProblemCode.UNAVAILABLE, "The storage is full", RETRY_FULL);
    }
    if (cause instanceof SdkException) {
      return Refusal.until(
          ProblemCode.UNAVAILABLE, "The storage can't be reached at present", RETRY);
    }
    return null;
  }
}
