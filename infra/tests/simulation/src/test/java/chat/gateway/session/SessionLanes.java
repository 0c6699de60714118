package chat.gateway.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The lanes of one session, for tests of other packages. */
public final class SessionLanes {

  private final Lanes lanes = new Lanes();

  public void run(String lane, Supplier<CompletableFuture<Void>> task) {
    lanes.run(lane, task);
  }
}
