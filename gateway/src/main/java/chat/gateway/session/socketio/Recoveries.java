package chat.gateway.session.socketio;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts how recoveries of Socket.IO clients end. A client that does not recover joins again. */
final class Recoveries {

  /** How one ends. */
  enum Outcome {
    /** The session goes on. */
    RECOVERED,
    /** The session's rooms are not known: it was too long ago, or the client ended it. */
    NO_SESSION,
    /** The client's offset can't be read, or the kept position that it refers to is gone. */
    NO_POSITION,
    /** Redis did not answer. */
    UNANSWERED,
    /** A room can't be joined any more, or its missed events can't be read in time. */
    NO_EVENTS,
    /** The line broke again meanwhile. */
    CLOSED
  }

  private final MeterRegistry meters;

  Recoveries(MeterRegistry meters) {
    this.meters = meters;
    for (Outcome outcome : Outcome.values()) {
      counter(outcome);
    }
  }

  void count(Outcome outcome) {
    counter(outcome).increment();
  }

  private Counter counter(Outcome outcome) {
    return Counter.builder("chat.gateway.socketio.recoveries")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .description("Recoveries of Socket.IO clients")
        .register(meters);
  }
}
