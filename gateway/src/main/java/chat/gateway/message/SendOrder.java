package chat.gateway.message;

import chat.contract.log.Window;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of one caller's messages in each room, also if records turn out to be void.
 *
 * <p>Messages in flight at the same time are decided as of the same seq: an event that makes one of
 * them void makes those after it void too. They are sent again one after the other, and new ones
 * wait for them. Safe for use by several threads.
 */
public final class SendOrder {

  /**
   * Maximum number of records that the log may have grown by since the messages in flight were
   * decided. Beyond it new messages wait, so that none is void only because it left the window.
   */
  private static final int MAX_DISTANCE = Window.RECORDS / 4;

  private final Map<String, Line> lines = new HashMap<>();

  /** The messages in flight to one room. */
  private static final class Line {
    private final long asOf;
    private final boolean alone;
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private int underWay;
    private boolean disturbed;

    Line(long asOf, boolean alone) {
      this.asOf = asOf;
      this.alone = alone;
    }

    boolean accepts(long seq, boolean single) {
      return !disturbed && !alone && !single && seq >= asOf && seq - asOf <= MAX_DISTANCE;
    }
  }

  /** The turn of one message, until its outcome is known. */
  final class Turn {
    private final String room;
    private final Line line;
    private final CompletableFuture<Void> before;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Turn(String room, Line line) {
      this.room = room;
      this.line = line;
      this.before = line.last;
      line.last = end;
      line.underWay++;
    }

    /** The seq as of which the first try is decided. */
    long asOf() {
      return line.asOf;
    }

    /** A try was void; the next one may begin when the stage is done. */
    CompletableFuture<Void> again() {
      synchronized (SendOrder.this) {
        line.disturbed = true;
      }
      return before;
    }

    /** Ends the turn; to be called once. */
    void leave() {
      boolean quiet;
      synchronized (SendOrder.this) {
        quiet = --line.underWay == 0;
        if (quiet) {
          lines.remove(room);
        }
      }
      end.complete(null);
      if (quiet) {
        line.quiet.complete(null);
      }
    }
  }

  /**
   * Acquires the next turn; calls for one room come one after the other.
   *
   * @param asOf the seq as of which the message may be sent
   * @param alone whether no other message may be in flight meanwhile
   * @return null if the caller has to try again when the room is {@link #quiet}
   */
  synchronized @Nullable Turn enter(String room, long asOf, boolean alone) {
    Line line = lines.computeIfAbsent(room, first -> new Line(asOf, alone));
    return line.underWay == 0 || line.accepts(asOf, alone) ? new Turn(room, line) : null;
  }

  /** Done when no message to a room is in flight. */
  synchronized CompletableFuture<Void> quiet(String room) {
    Line line = lines.get(room);
    return line == null ? CompletableFuture.completedFuture(null) : line.quiet;
  }
}
