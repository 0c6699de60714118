package chat.edge.guard;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/**
 * Repeats a task on a thread of its own, from the start of the service to its stop. An exception
 * that a round throws ends the thread, and by that the service: see {@link Vital}. A loop that the
 * service can do without overrides {@link #ended}.
 */
public abstract class Loop implements SmartLifecycle, Vital {

  private final Thread thread;
  private final Duration stopPatience;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  /**
   * A loop that is not started.
   *
   * @param name of its thread
   * @param stopPatience how long a stop waits for the present round before it interrupts the
   *     thread; zero: it interrupts at once
   */
  protected Loop(String name, Duration stopPatience) {
    this.stopPatience = stopPatience;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /**
   * Does the task once, on the loop's thread.
   *
   * @return the pause until the next round
   * @throws InterruptedException if the loop is stopped while the round waits
   */
  protected abstract Duration round() throws InterruptedException;

  /** Runs on the loop's thread after the last round, unless the thread was interrupted. */
  protected void finish() {}

  /** Ends a round that waits for something else than {@link #pause}. Called by a stop. */
  protected void wakeUp() {}

  /**
   * Waits within a round.
   *
   * @return false if the loop was stopped
   */
  protected final boolean pause(Duration time) throws InterruptedException {
    return !stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Makes this round the last one. */
  protected final void end() {
    running = false;
    stopped.countDown();
  }

  @Override
  public final void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    end();
    wakeUp();
    try {
      if (!stopPatience.isZero()) {
        thread.join(stopPatience.toMillis());
      }
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was started and not stopped. */
  @Override
  public final boolean isRunning() {
    return running;
  }

  @Override
  public Stream<String> ended() {
    return running ? Vital.ended(thread) : Stream.empty();
  }

  private void run() {
    try {
      Duration pause = round();
      while (pause(pause)) {
        pause = round();
      }
      finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
