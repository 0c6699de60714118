package chat.writer.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which lanes of a webhook send next, and when: in turn, a bounded number at once, none before the
 * end of its rest, and none at all while the webhook rests or is stopped. Guarded by {@link Lanes}.
 */
final class Turns {

  /** Maximum number of requests of a webhook under way. */
  static final int AT_ONCE = 8;

  private final WebhookSettings settings;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;
  private final Object guard;
  private final Runnable send;

  private final Deque<Lane> ready = new ArrayDeque<>();
  private int sent;
  private long restUntil = System.nanoTime();
  private boolean stopped;

  /**
   * No lane has a turn.
   *
   * @param guard is held by the caller of each method
   * @param send is run at the end of a rest, without the guard
   */
  Turns(
      WebhookSettings settings,
      ScheduledExecutorService timer,
      RandomGenerator random,
      Object guard,
      Runnable send) {
    this.settings = settings;
    this.timer = timer;
    this.random = random;
    this.guard = guard;
    this.send = send;
  }

  /** A lane has a turn if it has an event, after its rest. */
  void queue(Lane lane) {
    lane.settle();
    if (lane.state == Lane.State.READY && !lane.closed) {
      long left = lane.restUntil - System.nanoTime();
      if (left <= 0) {
        ready.add(lane);
      } else {
        lane.state = Lane.State.RESTING;
        int number = ++lane.rests;
        lane.rest = after(Duration.ofNanos(left), () -> rested(lane, number));
      }
    }
  }

  private void rested(Lane lane, int number) {
    synchronized (guard) {
      if (lane.state == Lane.State.RESTING && lane.rests == number) {
        queue(lane);
      }
    }
    send.run();
  }

  /** A lane is closed. */
  void remove(Lane lane) {
    ready.remove(lane);
  }

  /** The lanes whose first events are sent now. */
  List<Lane> start() {
    List<Lane> starting = new ArrayList<>();
    if (!stopped && restUntil - System.nanoTime() <= 0) {
      while (sent < AT_ONCE && !ready.isEmpty()) {
        Lane lane = ready.remove();
        lane.state = Lane.State.SENT;
        sent++;
        starting.add(lane);
      }
    }
    return starting;
  }

  /** A request has its answer. */
  void answered() {
    sent--;
  }

  /** Nothing is sent until {@link #resume}. */
  void stop() {
    stopped = true;
  }

  /** The first event of a lane was not accepted: lane and webhook rest, or it is given up. */
  void failed(Lane lane, Answer answer, int attempts) {
    lane.failed(answer, attempts, settings, random);
    Duration asked = answer.retryAfter();
    if (asked != null) {
      long until = System.nanoTime() + asked.toNanos();
      restUntil = restUntil - until < 0 ? until : restUntil;
      var unused = after(asked, send);
    }
    if (lane.state != Lane.State.GIVEN_UP) {
      queue(lane);
    }
  }

  void resume() {
    stopped = false;
    restUntil = System.nanoTime();
  }

  /** After the stop of the timer there is nothing to send. */
  private @Nullable Future<?> after(Duration rest, Runnable task) {
    try {
      return timer.schedule(task, rest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }
}
