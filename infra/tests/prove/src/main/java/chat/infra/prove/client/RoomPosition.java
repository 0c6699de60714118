package chat.infra.prove.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A room that a client has joined: what it has shown, and how it closes gaps (rules 1 to 8 of rooms
 * in docs/client-spec.md).
 */
final class RoomPosition {

  static final long UNKNOWN = -1;
  private static final int MOST_KEPT = 1000;
  private static final Duration BASE = Duration.ofMillis(500);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final long REPLAY_NANOS = Duration.ofSeconds(10).toNanos();

  /** What the room needs from its device. */
  interface Context {
    void started(RoomPosition room, long seq);

    void reset(RoomPosition room, long seq);

    void show(RoomPosition room, Event event);

    /** Asks for the page after a position; the answer comes by {@link #page}. */
    void ask(RoomPosition room, long after, int life);

    void later(Runnable task, long millis);
  }

  private final int number;
  private final Context context;
  private final Backoff backoff;
  private final Deque<Event> kept = new ArrayDeque<>();
  private long position = UNKNOWN;
  private long gapEnd;
  private long replayEnd;
  private long replayedAt;
  private boolean isAsking;
  private boolean isChecking;
  private long checkedEnd;
  private boolean isJoined;
  private int life;

  RoomPosition(int number, Context context, RandomGenerator random) {
    this.number = number;
    this.context = context;
    this.backoff = new Backoff(random, BASE, MAX);
  }

  int number() {
    return number;
  }

  long position() {
    return position;
  }

  /** Whether it is joined and misses nothing that it knows of. */
  boolean isLive() {
    return isJoined && gapEnd == 0 && !isChecking && position >= replayEnd;
  }

  /** The room is over for this client, for example by a kick. */
  void ended() {
    disconnected();
    position = UNKNOWN;
  }

  /** The socket is lost. */
  void disconnected() {
    isJoined = false;
    isAsking = false;
    isChecking = false;
    gapEnd = 0;
    replayEnd = 0;
    kept.clear();
    life++;
  }

  /** The socket has joined; nothing was announced to follow. */
  void joined(long seq) {
    isJoined = true;
    if (position == UNKNOWN) {
      position = seq;
      context.started(this, seq);
    } else if (seq > position) {
      gap(seq);
    }
  }

  /** The socket has joined; the missed events follow. */
  void replays(long seq, long now) {
    isJoined = true;
    replayEnd = seq;
    replayedAt = now;
  }

  /** The socket has joined; the missed events don't follow. */
  void joinedUnrecovered(long seq) {
    isJoined = true;
    if (seq >= position) {
      joined(seq);
    } else {
      isChecking = true;
      checkedEnd = seq;
      ask(position - 1);
    }
  }

  /** A regular look: what should have come and did not is a gap. */
  void tick(long now) {
    if (isJoined && position < replayEnd && now - replayedAt > REPLAY_NANOS) {
      long end = replayEnd;
      replayEnd = 0;
      gap(end);
    }
  }

  void event(Event event, long now) {
    replayedAt = now;
    if (gapEnd != 0 || isChecking) {
      keep(event);
    } else if (event.seq() > position && event.prev() == position) {
      show(event);
    } else if (event.seq() > position) {
      keep(event);
      gap(event.seq());
    }
  }

  /** Beyond their number all are dropped: the pages have them too. */
  private void keep(Event event) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.add(event);
  }

  private void show(Event event) {
    position = event.seq();
    context.show(this, event);
  }

  private void gap(long end) {
    gapEnd = Math.max(gapEnd, end);
    if (!isAsking) {
      ask(position);
    }
  }

  private void ask(long after) {
    isAsking = true;
    context.ask(this, after, life);
  }

  /** A page came; of an earlier life of the room it counts for nothing. */
  void page(List<Event> events, int ofLife) {
    if (ofLife != life) {
      return;
    }
    isAsking = false;
    if (isChecking) {
      check(events);
      return;
    }
    long before = position;
    for (Event event : events) {
      if (event.seq() > position && event.prev() <= position) {
        show(event);
      }
    }
    if (position >= gapEnd) {
      backoff.reset();
      close();
    } else if (position > before) {
      backoff.reset();
      ask(position);
    } else {
      // Empty, or with a hole: such a page must not be asked for without a pause.
      failed(0, life);
    }
  }

  /** Whether the log at the position is the one that was shown. */
  private void check(List<Event> events) {
    isChecking = false;
    boolean isSame = !events.isEmpty() && events.get(0).seq() == position;
    if (!isSame) {
      position = checkedEnd;
      context.reset(this, position);
    }
    close();
  }

  private void close() {
    gapEnd = 0;
    isAsking = false;
    List<Event> again = new ArrayList<>(kept);
    kept.clear();
    again.forEach(event -> event(event, replayedAt));
  }

  /** A page did not come. */
  void failed(long retryAfterMillis, int ofLife) {
    if (ofLife != life) {
      return;
    }
    isAsking = true;
    context.later(
        () -> {
          if (ofLife == life) {
            ask(isChecking ? position - 1 : position);
          }
        },
        retryAfterMillis + backoff.nextMillis());
  }
}
