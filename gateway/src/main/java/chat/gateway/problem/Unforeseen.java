package chat.gateway.problem;

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
 * Errors that are a mistake of ours, and no dependency's trouble: that has its metrics and its
 * health. Of a mistake the log says which and where, and not its text, in which anything may stand
 * that a client sent.
 */
final class Unforeseen {

  private static final Logger log = LoggerFactory.getLogger(Unforeseen.class);

  private Unforeseen() {}

  /** Says so in the log, if nobody foresaw it. */
  static void report(Throwable error) {
    if (!isTrouble(error)) {
      log.error("an error that nobody foresaw, answered as unavailable", new Place(error));
    }
  }

  /** Whether a dependency is ill, or was waited for long enough. */
  private static boolean isTrouble(Throwable error) {
    return error instanceof KafkaException
        || (error instanceof DriverException && !(error instanceof QueryValidationException))
        || error instanceof DataAccessException
        || error instanceof TimeoutException
        || error instanceof CancellationException
        || error instanceof IOException;
  }

  /** An error's kind and place, and those of its causes. */
  private static final class Place extends Exception {

    private static final long serialVersionUID = 1;

    /** As deep as anybody reads, and an end for causes that go round. */
    private static final int DEEPEST = 8;

    Place(Throwable error) {
      this(error, DEEPEST);
    }

    private Place(Throwable error, int left) {
      super(error.getClass().getName(), next(error.getCause(), left - 1), false, true);
      setStackTrace(error.getStackTrace());
    }

    private static @Nullable Place next(@Nullable Throwable cause, int left) {
      return cause == null || left == 0 ? null : new Place(cause, left);
    }
  }
}
