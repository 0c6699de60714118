package chat.sockets.fanout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms that one connection has joined. Only its shard's thread uses it. */
final class JoinedRooms {

  private static final Logger LOG = LoggerFactory.getLogger(JoinedRooms.class);

  /** More than the answer to a join takes, whatever its room and ref. */
  private static final int ANSWER_BYTES = 512;

  private final Connection connection;
  private final Shard shard;
  private final int most;
  private final Map<String, Listener> joined = new HashMap<>(2);
  private @Nullable Attendance attendance;

  /** The answers to joins whose catch-up is still looked up, should there be none. */
  private Map<Listener, Runnable> unanswered = Map.of();

  /** None yet, and never more than {@code most}. */
  JoinedRooms(Connection connection, Shard shard, int most) {
    this.connection = connection;
    this.shard = shard;
    this.most = most;
  }

  /** Sets the observer of the rooms that are joined and left. */
  void attend(Attendance told) {
    attendance = told;
  }

  void watch(String room, Runnable behind) {
    Listener listener = joined.get(room);
    if (listener != null) {
      listener.watch(behind);
    }
  }

  void sendStanding(String room, Frame frame) {
    Listener listener = joined.get(room);
    if (listener != null) {
      listener.deliverStanding(frame);
    }
  }

  void leave(String room, Frame left) {
    Listener listener = joined.get(room);
    if (listener == null) {
      connection.enqueue(left);
    } else {
      connection.depart(listener, left);
    }
  }

  /** Takes a room away. */
  void remove(Listener listener) {
    joined.remove(listener.room());
    answered(listener).run();
    shard.remove(listener);
    listener.end();
    if (attendance != null) {
      attendance.left(listener.room());
    }
  }

  /** Joins a room, unless the connection has ended or is in too many. */
  void join(
      String user,
      String room,
      Upstream upstream,
      @Nullable Resume resume,
      Function<Joined, byte[]> answer) {
    Listener present = joined.get(room);
    if (present != null) {
      upstream.end();
      answer(answer.apply(again(present, upstream.lastSeq(), resume)));
      return;
    }
    if (connection.isClosed() || joined.size() >= most) {
      upstream.end();
      answer(answer.apply(Joined.refused(upstream.lastSeq())));
      return;
    }
    Listener listener = new Listener(connection, user, room, upstream);
    joined.put(room, listener);
    shard.add(listener);
    if (attendance != null) {
      attendance.joined(room);
    }
    if (resume == null) {
      answer(answer.apply(Joined.live(upstream.lastSeq())));
    } else {
      catchUp(listener, upstream.lastSeq(), resume, answer);
    }
  }

  /** Joining twice is joining once: it has been given what the room had since it joined. */
  private static Joined again(Listener present, long lastSeq, @Nullable Resume resume) {
    if (resume == null) {
      return Joined.live(lastSeq);
    }
    return resume.after() <= lastSeq && present.hasAllSince(resume.after())
        ? Joined.recovered(lastSeq, 0)
        : Joined.lost(lastSeq);
  }

  private void catchUp(
      Listener listener, long lastSeq, Resume resume, Function<Joined, byte[]> answer) {
    listener.holdBack(resume.after());
    if (unanswered.isEmpty()) {
      unanswered = new HashMap<>(2);
    }
    unanswered.put(
        listener,
        () ->
            answer(
                answer.apply(
                    connection.isClosed() ? Joined.refused(lastSeq) : Joined.lost(lastSeq))));
    Runnable replay =
        () -> {
          if (joined.get(listener.room()) == listener) {
            answered(listener);
            replay(listener, lastSeq, resume, answer);
          }
        };
    CompletionStage<?> lookUp = resume.missed();
    lookUp.thenRun(() -> shard.executeSoon(() -> shard.replaySoon(replay)));
  }

  /** Memory is taken before frames are made, of which there may be a thousand. */
  private void replay(
      Listener listener, long lastSeq, Resume resume, Function<Joined, byte[]> answer) {
    MissedEvents missed = resume.missed().join().orElse(null);
    long expected = missed == null ? 0 : bytes(missed);
    if (missed == null || !connection.hasRoomFor(expected) || !shard.take(expected)) {
      lost(listener, lastSeq, answer);
      return;
    }
    try {
      replay(listener, lastSeq, resume, missed, answer);
    } finally {
      shard.giveBack(expected);
    }
  }

  private void replay(
      Listener listener,
      long lastSeq,
      Resume resume,
      MissedEvents missed,
      Function<Joined, byte[]> answer) {
    List<Frame> frames;
    try {
      frames = missed.frames();
    } catch (RuntimeException e) {
      LOG.error("what was missed can't be replayed", e);
      lost(listener, lastSeq, answer);
      return;
    }
    if (connection.hasRoomFor(ANSWER_BYTES + frames.stream().mapToLong(Frame::size).sum())) {
      answer(answer.apply(Joined.recovered(lastSeq, frames.size())));
      frames.forEach(connection::enqueue);
      listener.caughtUp(resume.after());
    } else {
      lost(listener, lastSeq, answer);
    }
  }

  private void lost(Listener listener, long lastSeq, Function<Joined, byte[]> answer) {
    answer(answer.apply(Joined.lost(lastSeq)));
    listener.caughtUp(lastSeq);
  }

  /** Takes the answer of a join that has none yet. */
  private Runnable answered(Listener listener) {
    if (unanswered.isEmpty()) {
      return () -> {};
    }
    Runnable answer = unanswered.remove(listener);
    return answer == null ? () -> {} : answer;
  }

  private void answer(byte[] text) {
    connection.enqueue(Frame.text(text));
  }

  /** What the frames of events take, but for what readers see beside them. */
  private static long bytes(MissedEvents events) {
    return ANSWER_BYTES + (long) Backlog.OVERHEAD * events.count() + events.bytes();
  }

  /** Leaves all rooms without a word: the connection ends. */
  void clear() {
    joined.values().forEach(shard::remove);
    joined.values().forEach(Listener::end);
    joined.clear();
    Map<Listener, Runnable> pending = unanswered;
    unanswered = Map.of();
    pending.values().forEach(Runnable::run);
  }
}
