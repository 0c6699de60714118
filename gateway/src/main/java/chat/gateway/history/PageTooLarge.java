package chat.gateway.history;

import java.util.concurrent.CompletionException;

/**
 * Events that were asked for at once have more reactions than one look-up may read: ask for fewer.
 */
public final class PageTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1;

  PageTooLarge(int most) {
    super("more than " + most + " reactions are beside the events", null, false, false);
  }

  /** Whether that is what made something fail. */
  public static boolean isCauseOf(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof PageTooLarge;
  }
}
