package chat.writer.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/** The events of one partition, which are delivered one after the other. Guarded by its lanes. */
final class Lane {

  /** A lane with as many waiting events gets no further ones. */
  private static final int ENOUGH = 8;

  /** A lane whose waiting events have as many bytes gets no further ones. */
  private static final long ENOUGH_BYTES = 32 << 10;

  enum State {
    /** Nothing waits. */
    IDLE,
    /** Its first event may be sent. */
    READY,
    /** Its first event is being sent. */
    SENT,
    /** Its first event is sent later. */
    RESTING,
    /** Its first event is given up, and becomes a dead letter. */
    GIVEN_UP
  }

  final Deque<WebhookEvent> waiting = new ArrayDeque<>();

  /** The offset of the next event that it gets. */
  long next;

  /** Bytes of the events that wait. */
  long bytes;

  State state = State.IDLE;

  /** When its first event may be sent, by the clock of {@link System#nanoTime}. */
  long restUntil = System.nanoTime();

  /** The last failure of the first event. */
  String error = "";

  /** Number of rests, so that the end of an earlier one does not count. */
  int rests;

  boolean closed;

  /** While events wait: the offset up to which the partition is done. */
  private long position;

  /** Failed attempts of the first event. */
  private int failures;

  /** Failed attempts since the last event that was accepted. */
  private int failuresInRow;

  Lane(long next) {
    this.next = next;
  }

  boolean isFull() {
    return waiting.size() >= ENOUGH || bytes >= ENOUGH_BYTES;
  }

  /** The offset up to which the partition is done. */
  long done() {
    return waiting.isEmpty() ? next : position;
  }

  void add(WebhookEvent event) {
    if (waiting.isEmpty()) {
      position = event.log().offset();
    }
    waiting.add(event);
    bytes += event.bytes();
  }

  /** Its first event is done. Gives the bytes of that. */
  long next() {
    WebhookEvent done = waiting.remove();
    position = done.log().offset() + 1;
    bytes -= done.bytes();
    failures = 0;
    settle();
    return done.bytes();
  }

  /** Its first event may be sent, if there is one. */
  void settle() {
    state = waiting.isEmpty() ? State.IDLE : State.READY;
  }

  /** Its first event was accepted. Gives the bytes of that. */
  long accepted() {
    failuresInRow = 0;
    return next();
  }

  /**
   * Its first event was not accepted. An answer that asks for a pause is no failed attempt.
   *
   * @param attempts after so many failed ones an event is given up
   */
  void failed(Answer answer, int attempts, WebhookSettings settings, RandomGenerator random) {
    error = answer.error();
    failuresInRow++;
    Duration asked = answer.retryAfter();
    if (asked == null) {
      failures++;
    }
    boolean givenUp = asked == null && failures >= attempts;
    Duration rest = settings.rest(givenUp ? failuresInRow : Math.max(1, failures), random);
    if (asked != null && rest.compareTo(asked) < 0) {
      rest = asked;
    }
    restUntil = System.nanoTime() + rest.toNanos();
    if (givenUp) {
      state = State.GIVEN_UP;
    }
  }
}
