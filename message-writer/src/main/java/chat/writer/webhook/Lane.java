package chat.writer.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The events of one partition, which are delivered one after the other. Guarded by its lanes. */
final class Lane {

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

  /** While events wait: the offset up to which the partition is done. */
  long position;

  /** Bytes of the events that wait. */
  long bytes;

  State state = State.IDLE;

  /** Failed attempts of the first event. */
  int failures;

  /** Failed attempts since the last event that was accepted. */
  int failuresInRow;

  /** When its first event may be sent, by the clock of {@link System#nanoTime}. */
  long restUntil = System.nanoTime();

  /** The last failure of the first event. */
  String error = "";

  /** Number of rests, so that the end of an earlier one does not count. */
  int rests;

  boolean closed;

  /** Adds events, and gives their bytes. */
  long add(List<WebhookEvent> events) {
    long added = 0;
    for (WebhookEvent event : events) {
      if (waiting.isEmpty()) {
        position = event.log().offset();
      }
      waiting.add(event);
      added += event.bytes();
    }
    bytes += added;
    return added;
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
}
