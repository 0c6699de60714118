package chat.edge.problem;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Logs errors that are bugs. Failures of dependencies are not logged here: metrics and health show
 * them. The log gets the types and stack traces, but no messages, which may hold a client's text.
 */
final class UnexpectedErrors {

  private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrors.class);

  private UnexpectedErrors() {}

  /** Logs an error unless it is a failure of a dependency. */
  static void report(Throwable error) {
    if (!isOfDependency(error)) {
      LOG.error("unexpected error, answered as unavailable", new WithoutMessage(error));
    }
  }

  /** Whether a dependency failed or did not answer in time. */
  private static boolean isOfDependency(Throwable error) {
    return error instanceof KafkaException
        || (error instanceof DriverException && !(error instanceof QueryValidationException))
        || error instanceof DataAccessException
        || error instanceof TimeoutException
        || error instanceof CancellationException
        || error instanceof IOException;
  }

  /** The type and stack trace of an error and of its causes. */
  private static final class WithoutMessage extends Exception {

    private static final long serialVersionUID = 1;

    /** Maximum number of causes; ends cycles. */
    private static final int MAX_DEPTH = 8;

    WithoutMessage(Throwable error) {
      this(error, MAX_DEPTH);
    }

    private WithoutMessage(Throwable error, int left) {
      super(error.getClass().getName(), next(error.getCause(), left - 1), false, true);
      setStackTrace(error.getStackTrace());
    }

    private static @Nullable WithoutMessage next(@Nullable Throwable cause, int left) {
      return cause == null || left == 0 ? null : new WithoutMessage(cause, left);
    }
  }
}
