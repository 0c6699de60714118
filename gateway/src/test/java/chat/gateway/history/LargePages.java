package chat.gateway.history;

import java.util.concurrent.CompletableFuture;

/** Makes the error of a page that is too large. */
public final class LargePages {

  private LargePages() {}

  public static <T> CompletableFuture<T> fail() {
    return CompletableFuture.failedFuture(new PageTooLarge(1));
  }
}
