package chat.writer.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** The events of one partition, which are delivered one after the other. Guarded by its lanes. */
final class Lane {

  /** A lane with as many waiting events gets no further ones. */
  private static final int ENOUGH = 64;

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
    /** Its first event is given up, and has to become a dead letter. */
    GIVEN_UP,
    /** Its first event is becoming a dead letter. */
    BURIED
  }

  final Deque<WebhookEvent> waiting = new ArrayDeque<>();

  /** The offset of the next event that it gets. */
  long next;

  /** Bytes of the events that wait. */
  long bytes;

  State state = State.IDLE;

  /** When its first event may be sent, by the clock of {@link System#nanoTime}. */
  long restUntil = System.nanoTime();

  /** Its first event is given up and could not be kept yet. */
  boolean unburied;

  /** When it is tried again to keep the first event, if that is given up. */
  long buryAt = System.nanoTime();

  /** The last failure of the first event. */
  String error = "";

  /** Number of rests, so that the end of an earlier one does not count. */
  int rests;

  /** The end of its rest. */
  @Nullable Future<?> rest;

  boolean closed;

  /** The id that the topic had when it was opened; empty if it is not known. */
  private String life;

  /** Has enough waiting events, and since then not less than half of that. */
  private boolean full;

  /** While events wait: the offset up to which the partition is done. */
  private long position;

  /** Failed attempts of the first event. */
  private int failures;

  /** Failed attempts since the last event that was accepted. */
  private int failuresInRow;

  /**
   * Has nothing.
   *
   * @param start the offset of the next event, with the id of the topic
   */
  Lane(OffsetAndMetadata start) {
    this.next = start.offset();
    this.life = start.metadata();
  }

  /** Whether it takes no further events. That stays until half of them are done. */
  boolean isFull() {
    return full;
  }

  /**
   * Whether it was opened in another life of the topic; if that is not known, it is of this one.
   */
  boolean isOfOther(String topicId) {
    if (life.isEmpty()) {
      life = topicId;
    }
    return !life.equals(topicId);
  }

  /** The offset up to which the partition is done, with the id of the topic. */
  OffsetAndMetadata done() {
    return new OffsetAndMetadata(waiting.isEmpty() ? next : position, life);
  }

  void close() {
    closed = true;
    if (rest != null) {
      rest.cancel(false);
    }
  }

  void add(WebhookEvent event) {
    if (waiting.isEmpty()) {
      position = event.log().offset();
    }
    waiting.add(event);
    bytes += event.bytes();
    full |= waiting.size() >= ENOUGH || bytes >= ENOUGH_BYTES;
  }

  /** Its first event is done. Gives the bytes of that. */
  long next() {
    WebhookEvent done = waiting.remove();
    position = done.log().offset() + 1;
    bytes -= done.bytes();
    full &= waiting.size() >= ENOUGH / 2 || bytes >= ENOUGH_BYTES / 2;
    failures = 0;
    unburied = false;
    settle();
    return done.bytes();
  }

  /** An answer decides what becomes of its first event. */
  boolean isWaiting() {
    return state == State.SENT || state == State.BURIED;
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
