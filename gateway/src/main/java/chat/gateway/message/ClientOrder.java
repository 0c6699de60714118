package chat.gateway.message;

import static chat.edge.problem.ProblemCode.RATE_LIMITED;

import chat.contract.log.Window;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of one client's requests in each room. Rooms do not wait for each other. Safe for
 * use by several threads.
 *
 * <p>Requests of a room start in order of arrival. A send lets the next request start when its
 * record was handed to the log; any other request has the room to itself until it ends. Sends in
 * flight at the same time are decided as of the same seq: an event that makes one of them void
 * makes those after it void too. They are sent again one after the other, and later requests wait.
 */
public final class ClientOrder {

  /**
   * Maximum number of records that the log may have grown by since the sends in flight were
   * decided. Beyond it later sends wait, so that none is void only because it left the window.
   */
  private static final int MAX_DISTANCE = Window.RECORDS / 4;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int capacity;
  private final Map<String, Lane> lanes = new HashMap<>();
  private int size;

  /**
   * Creates an order without requests.
   *
   * @param capacity maximum number of requests that have not ended, over all rooms; further ones
   *     are refused
   */
  public ClientOrder(int capacity) {
    this.capacity = capacity;
  }

  /** The requests of one room. */
  private static final class Lane {
    final Queue<Turn<?>> waiting = new ArrayDeque<>();

    /** Whether a request has started and does not let the next one start yet. */
    boolean occupied;

    /** Whether a thread starts requests; only one does. */
    boolean starting;

    /** Number of sends in flight, and their common decision. */
    int inFlight;

    long asOf;
    boolean alone;
    boolean disturbed;
    CompletableFuture<Void> idle = new CompletableFuture<>();

    /** The end of the last send that came in flight. */
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    boolean accepts(long seq, boolean single) {
      return inFlight == 0
          || (!disturbed && !alone && !single && seq >= asOf && seq - asOf <= MAX_DISTANCE);
    }

    boolean isEmpty() {
      return waiting.isEmpty() && !occupied && inFlight == 0;
    }

    @Nullable Turn<?> poll() {
      Turn<?> next = waiting.peek();
      starting = next != null && !occupied && (next.overlaps || inFlight == 0);
      occupied |= starting;
      return starting ? waiting.poll() : null;
    }
  }

  /**
   * The turn of a request, from its arrival to its end.
   *
   * @param <T> type of the request's result
   */
  final class Turn<T> {
    private final String room;
    private final Lane lane;
    private final boolean overlaps;
    private final Function<Turn<T>, CompletableFuture<T>> task;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    private boolean occupies = true;
    private boolean inFlight;

    private Turn(
        String room, Lane lane, boolean overlaps, Function<Turn<T>, CompletableFuture<T>> task) {
      this.room = room;
      this.lane = lane;
      this.overlaps = overlaps;
      this.task = task;
    }

    private void start() {
      CompletionStage<T> result = CompletableFuture.completedFuture(this).thenCompose(task);
      result.whenComplete(
          (value, error) -> {
            CompletableFuture<Void> idle = leave();
            if (error == null) {
              outcome.complete(value);
            } else {
              outcome.completeExceptionally(error);
            }
            end.complete(null);
            idle.complete(null);
            startWaiting(lane);
          });
    }

    /**
     * Puts a send in flight, unless it is already.
     *
     * @param asOf the seq as of which it may be decided
     * @param alone whether no other send may be in flight meanwhile
     * @return the seq as of which it is decided; empty if it has to be decided again when the room
     *     is {@link #idle}
     */
    OptionalLong enter(long asOf, boolean alone) {
      synchronized (ClientOrder.this) {
        if (inFlight) {
          return OptionalLong.of(asOf);
        }
        if (!lane.accepts(asOf, alone)) {
          return OptionalLong.empty();
        }
        inFlight = true;
        before = lane.last;
        lane.last = end;
        if (lane.inFlight++ == 0) {
          lane.asOf = asOf;
          lane.alone = alone;
        }
        return OptionalLong.of(lane.asOf);
      }
    }

    /** Completes when no send to the room is in flight. */
    CompletableFuture<Void> idle() {
      synchronized (ClientOrder.this) {
        return lane.inFlight == 0 ? CompletableFuture.completedFuture(null) : lane.idle;
      }
    }

    /** The record of a send was handed to the log: the next request may start. */
    void appended() {
      synchronized (ClientOrder.this) {
        release();
      }
      startWaiting(lane);
    }

    /** The record of a send was void. The next try may begin when the returned stage is done. */
    CompletableFuture<Void> again() {
      synchronized (ClientOrder.this) {
        lane.disturbed = true;
        return before;
      }
    }

    private void release() {
      lane.occupied &= !occupies;
      occupies = false;
    }

    /** Ends the turn. The caller completes the returned stage: no send is in flight any more. */
    private CompletableFuture<Void> leave() {
      synchronized (ClientOrder.this) {
        release();
        size--;
        CompletableFuture<Void> idle = new CompletableFuture<>();
        if (inFlight && --lane.inFlight == 0) {
          idle = lane.idle;
          lane.idle = new CompletableFuture<>();
          lane.disturbed = false;
        }
        if (lane.isEmpty()) {
          lanes.remove(room, lane);
        }
        return idle;
      }
    }
  }

  /**
   * Runs a request that has the room to itself.
   *
   * @throws Refusal {@code rate_limited} if too many requests have not ended
   */
  public <T> CompletableFuture<T> run(String room, Supplier<CompletableFuture<T>> task) {
    return run(room, false, turn -> task.get());
  }

  /**
   * Runs a send, which ends when its result does.
   *
   * @throws Refusal {@code rate_limited} if too many requests have not ended
   */
  <T> CompletableFuture<T> send(String room, Function<Turn<T>, CompletableFuture<T>> task) {
    return run(room, true, task);
  }

  private <T> CompletableFuture<T> run(
      String room, boolean overlaps, Function<Turn<T>, CompletableFuture<T>> task) {
    Turn<T> turn = add(room, overlaps, task);
    startWaiting(turn.lane);
    return turn.outcome;
  }

  private synchronized <T> Turn<T> add(
      String room, boolean overlaps, Function<Turn<T>, CompletableFuture<T>> task) {
    if (size == capacity) {
      throw Refusal.until(RATE_LIMITED, "too many requests wait for their answer", RETRY_AFTER);
    }
    size++;
    Lane lane = lanes.computeIfAbsent(room, first -> new Lane());
    Turn<T> turn = new Turn<>(room, lane, overlaps, task);
    lane.waiting.add(turn);
    return turn;
  }

  /** Starts all requests that may start. A request that ends at once does not grow the stack. */
  private void startWaiting(Lane lane) {
    for (Turn<?> next = next(lane, false); next != null; next = next(lane, true)) {
      next.start();
    }
  }

  /**
   * The next request to start.
   *
   * @param loops whether the caller is the thread that starts requests
   */
  private synchronized @Nullable Turn<?> next(Lane lane, boolean loops) {
    return lane.starting && !loops ? null : lane.poll();
  }
}
