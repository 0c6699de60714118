package chat.gateway.intake;

import chat.contract.Window;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one caller sends to one room in its order also where records turn out to be void.
 *
 * <p>Messages that are under way at once are decided as of the same place in the log: whatever
 * makes one of them void makes those after it void too. They are sent again one after the other,
 * and new ones wait for them. Safe for use by several threads.
 */
public final class SendOrder {

  /**
   * How far the log may have grown, in records, since what is under way was decided; new messages
   * wait, so that none is void only because it is as old as the window.
   */
  private static final int FARTHEST = Window.RECORDS / 4;

  private final Map<String, Line> lines = new HashMap<>();

  /** What is under way to one room. */
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

    boolean takes(long place, boolean single) {
      return !disturbed && !alone && !single && place >= asOf && place - asOf <= FARTHEST;
    }
  }

  /** One message's place in the order, until it is known what became of it. */
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

    /** As of which place in the log the first try is decided. */
    long asOf() {
      return line.asOf;
    }

    /** A try was void; the next one may be made when the stage is done. */
    CompletableFuture<Void> again() {
      synchronized (SendOrder.this) {
        line.disturbed = true;
      }
      return before;
    }

    /** To be called once. */
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
   * Takes the next turn; calls for one room come one after the other.
   *
   * @param asOf the place in the log as of which the message may be sent
   * @param alone whether nothing else may be under way meanwhile
   * @return null if it has to be asked anew when the room is {@link #quiet}
   */
  synchronized @Nullable Turn enter(String room, long asOf, boolean alone) {
    Line line = lines.computeIfAbsent(room, first -> new Line(asOf, alone));
    return line.underWay == 0 || line.takes(asOf, alone) ? new Turn(room, line) : null;
  }

  /** Done when nothing is under way to a room. */
  synchronized CompletableFuture<Void> quiet(String room) {
    Line line = lines.get(room);
    return line == null ? CompletableFuture.completedFuture(null) : line.quiet;
  }
}
