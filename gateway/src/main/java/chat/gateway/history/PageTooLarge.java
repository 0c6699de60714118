package chat.gateway.history;

import java.util.concurrent.CompletionException;

/**
 * The requested events have more reactions than one look-up may read; fewer events have to be
 * requested.
 */
public final class PageTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1;

  PageTooLarge(int max) {
    super("more than " + max + " reactions are beside the events", null, false, false);
  }

  /** Whether an error was caused by this. */
  public static boolean isCauseOf(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof PageTooLarge;
  }
}
