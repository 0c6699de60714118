package chat.gateway.history;

import java.util.concurrent.CompletableFuture;

/** Makes pages that are too large, for tests of who asks for them. */
public final class LargePages {

  private LargePages() {}

  public static <T> CompletableFuture<T> fail() {
    return CompletableFuture.failedFuture(new PageTooLarge(1));
  }
}
