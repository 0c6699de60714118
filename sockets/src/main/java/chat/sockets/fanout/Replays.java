package chat.sockets.fanout;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives turns to replays. Missed events take memory from their look-up until sockets have read
 * them, so a bounded number of replays runs at a time, and none begins while the queues of sockets
 * are long. The others wait, and users take turns; one that waits too long gets no turn, and its
 * client pages instead. Thread-safe.
 */
public final class Replays {

  private static final int AT_ONCE = 64;

  /** Enough for all sockets of a failed gateway, with some rooms each. */
  private static final int MOST_WAITING = 20_000;

  private static final long PATIENCE_MILLIS = 5000;
  private static final long PAUSE_MILLIS = 50;

  private record Waiting(CompletableFuture<Turn> turn, long deadline) {}

  /** The outcome of a request for a turn. */
  public final class Turn {

    private final boolean hasBegun;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    private Turn(boolean hasBegun) {
      this.hasBegun = hasBegun;
    }

    /** Whether the turn has begun; if not, it did not come in time. */
    public boolean hasBegun() {
      return hasBegun;
    }

    /** Ends the turn: the missed events are in the socket's queue, or not needed. */
    public void end() {
      if (hasBegun && hasEnded.compareAndSet(false, true)) {
        ended();
      }
    }
  }

  private final OutboundBytes outbound;

  /** By user, in the order of the next turns. */
  private final Map<String, Queue<Waiting>> waiting = new LinkedHashMap<>();

  private final Semaphore woken = new Semaphore(0);
  private int waitingCount;
  private int begun;
  private boolean stopped;

  Replays(OutboundBytes outbound) {
    this.outbound = outbound;
  }

  /**
   * Requests a turn.
   *
   * @param user the id of the user; users take turns
   * @return completes when the turn begins or is given up; its callbacks must not block
   */
  public synchronized CompletableFuture<Turn> turn(String user, long now) {
    if (waiting.isEmpty() && mayBegin()) {
      begun++;
      return CompletableFuture.completedFuture(new Turn(true));
    }
    if (stopped || waitingCount >= MOST_WAITING) {
      return CompletableFuture.completedFuture(new Turn(false));
    }
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    waiting
        .computeIfAbsent(user, id -> new ArrayDeque<>(1))
        .add(new Waiting(turn, now + PATIENCE_MILLIS));
    waitingCount++;
    return turn;
  }

  private synchronized void ended() {
    begun--;
    if (!waiting.isEmpty()) {
      woken.release();
    }
  }

  /** The number of turns under way. */
  synchronized int begun() {
    return begun;
  }

  /** The number of requests that wait. */
  synchronized int waiting() {
    return waitingCount;
  }

  /** Gives turns until it is stopped. Their callbacks run on the calling thread. */
  void run(InstantSource clock) {
    while (pause()) {
      step(clock.millis());
    }
    step(Long.MAX_VALUE);
  }

  synchronized void stop() {
    stopped = true;
    woken.release();
  }

  /** Begins the next turns, and gives up those that have waited too long. */
  void step(long now) {
    List<Waiting> late = new ArrayList<>();
    List<Waiting> next = new ArrayList<>();
    synchronized (this) {
      removeLate(now, late);
      while (!waiting.isEmpty() && mayBegin()) {
        begun++;
        next.add(removeNext());
      }
    }
    late.forEach(one -> one.turn().complete(new Turn(false)));
    next.forEach(one -> one.turn().complete(new Turn(true)));
  }

  private boolean pause() {
    try {
      boolean unused = woken.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stop();
    }
    woken.drainPermits();
    return !isStopped();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private boolean mayBegin() {
    return !stopped && begun < AT_ONCE && outbound.excessOverHalf() <= 0;
  }

  private Waiting removeNext() {
    Map.Entry<String, Queue<Waiting>> first = waiting.entrySet().iterator().next();
    Queue<Waiting> ofUser = first.getValue();
    waiting.remove(first.getKey());
    Waiting next = ofUser.remove();
    if (!ofUser.isEmpty()) {
      waiting.put(first.getKey(), ofUser);
    }
    waitingCount--;
    return next;
  }

  private void removeLate(long now, List<Waiting> late) {
    for (Iterator<Queue<Waiting>> users = waiting.values().iterator(); users.hasNext(); ) {
      Queue<Waiting> ofUser = users.next();
      while (!ofUser.isEmpty() && ofUser.element().deadline() <= now) {
        late.add(ofUser.remove());
        waitingCount--;
      }
      if (ofUser.isEmpty()) {
        users.remove();
      }
    }
  }
}
