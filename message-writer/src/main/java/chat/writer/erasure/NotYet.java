package chat.writer.erasure;

/** An erasure is to be tried again later. */
final class NotYet extends RuntimeException {

  NotYet(String message, Throwable cause) {
    super(message, cause);
  }
}
