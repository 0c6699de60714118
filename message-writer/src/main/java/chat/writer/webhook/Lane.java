package chat.writer.webhook;

import java.util.ArrayDeque;
import java.util.Deque;

/** The events of one partition, which are delivered one after the other. Guarded by its lanes. */
final class Lane {

  enum State {
    /** Nothing waits. */
    IDLE,
    /** Its first event may be sent. */
    READY,
    /** Its first event is being sent. */
    SENT,
    /** Its first event is sent again later. */
    RESTING,
    /** Its first event is given up, and becomes a dead letter. */
    GIVEN_UP
  }

  final Deque<WebhookEvent> waiting = new ArrayDeque<>();
  State state = State.IDLE;

  /** Failed attempts of the first event. */
  int failures;

  /** The last failure of the first event. */
  String error = "";

  /** Number of rests, so that the end of an earlier one does not count. */
  int rests;

  boolean closed;

  /** Its first event is done. */
  void next() {
    waiting.poll();
    failures = 0;
    settle();
  }

  /** Its first event may be sent, if there is one. */
  void settle() {
    state = waiting.isEmpty() ? State.IDLE : State.READY;
  }
}
