package chat.writer.erasure;

/** Signals that an erasure has to be retried later. */
final class NotYet extends RuntimeException {

  NotYet(String message, Throwable cause) {
    super(message, cause);
  }
}
