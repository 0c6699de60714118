package chat.gateway.inbox;

import chat.edge.guard.Vital;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/**
 * The thread that runs the loop of the inboxes, from before the feed begins until after it ends.
 */
final class InboxThread implements SmartLifecycle {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final Thread thread;
  private volatile boolean running;

  InboxThread(InboxLoop loop) {
    this.thread = new Thread(loop::run, "inboxes");
    thread.setDaemon(true);
  }

  /** The name of the thread, if it has ended. */
  Stream<String> ended() {
    return Vital.ended(thread);
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 2;
  }
}
