package chat.infra.clients;

import chat.infra.system.ChatSystem;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The two gateways of a system, of which one at a time may be dead. Other test classes use the same
 * system: a class that has this is {@code @Isolated}.
 */
final class Gateways {

  private final ChatSystem system;
  private int dead;
  private @Nullable CompletableFuture<Void> starting;

  Gateways(ChatSystem system) {
    this.system = system;
  }

  boolean allLive() {
    return dead == 0;
  }

  /** Kills a gateway, if the other one lives. */
  void kill(int number) {
    if (dead == 0) {
      system.run("kill", "gateway-" + number);
      dead = number;
    }
  }

  /** Begins to start the dead gateway, if there is one. */
  void start() {
    if (dead != 0 && starting == null) {
      String part = "gateway-" + dead;
      starting = CompletableFuture.runAsync(() -> system.run("start", part));
    }
    if (starting != null && starting.isDone()) {
      awaitStarted();
    }
  }

  /** Starts the dead gateway, and waits until it is ready. */
  void heal() {
    start();
    awaitStarted();
  }

  private void awaitStarted() {
    CompletableFuture<Void> start = starting;
    if (start != null) {
      starting = null; // a failed start is tried again
      start.join();
      dead = 0;
    }
  }
}
