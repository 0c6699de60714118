package chat.writer.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt to deliver an event.
 *
 * @param status of the receiver's answer; 0 if there was none
 * @param retryAfter the time for which the receiver asks to be left alone
 * @param error the reason of a failure, for people: it tells nothing of addresses or bodies
 */
record Answer(int status, @Nullable Duration retryAfter, String error) {

  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  static Answer of(int status, @Nullable Duration retryAfter) {
    boolean rests = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
    String redirect = status / 100 == 3 ? ", redirects are not followed" : "";
    return new Answer(status, rests ? retryAfter : null, "status " + status + redirect);
  }

  static Answer none(String error) {
    return new Answer(0, null, error);
  }

  boolean isAccepted() {
    return status / 100 == 2;
  }

  /** Whether the receiver wants no further events. */
  boolean isGone() {
    return status == GONE;
  }
}
