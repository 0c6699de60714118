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

  /** More than the answer to a join takes, for any room and ref. */
  private static final int ANSWER_BYTES = 512;

  private final Connection connection;
  private final Shard shard;
  private final int most;
  private final Map<String, Subscription> joined = new HashMap<>(2);
  private @Nullable SubscriptionObserver observer;

  /** Tasks that answer joins whose missed events are still looked up, if the join ends before. */
  private Map<Subscription, Runnable> unanswered = Map.of();

  /** Creates an empty set of at most {@code most} rooms. */
  JoinedRooms(Connection connection, Shard shard, int most) {
    this.connection = connection;
    this.shard = shard;
    this.most = most;
  }

  /** Sets the observer of the rooms that are joined and left. */
  void observe(SubscriptionObserver told) {
    observer = told;
  }

  void watch(String room, Runnable behind) {
    Subscription subscription = joined.get(room);
    if (subscription != null) {
      subscription.watch(behind);
    }
  }

  void sendSnapshot(String room, Frame frame) {
    Subscription subscription = joined.get(room);
    if (subscription != null) {
      subscription.deliverSnapshot(frame);
    }
  }

  int size() {
    return joined.size();
  }

  void leave(String room, Frame left) {
    Subscription subscription = joined.get(room);
    if (subscription == null) {
      connection.enqueue(left);
    } else {
      connection.remove(subscription, left, ConnectionFacts.LEFT);
    }
  }

  /** Leaves a room; a pending answer to its join is sent first. */
  void remove(Subscription subscription, String end) {
    shard.ends(subscription, connection.facts(), end);
    joined.remove(subscription.room());
    answered(subscription).run();
    shard.remove(subscription);
    subscription.end();
    if (observer != null) {
      observer.left(subscription.room());
    }
  }

  /** Joins a room, unless the connection is closed or has joined too many. */
  void join(
      String user,
      String room,
      Upstream upstream,
      @Nullable Resume resume,
      Function<Joined, Frame> answer) {
    Subscription present = joined.get(room);
    if (present != null) {
      upstream.end();
      connection.enqueue(answer.apply(again(present, upstream.lastSeq(), resume)));
      return;
    }
    if (connection.isClosed() || joined.size() >= most) {
      upstream.end();
      connection.enqueue(answer.apply(Joined.refused(upstream.lastSeq())));
      return;
    }
    Subscription subscription = new Subscription(connection, user, room, upstream, shard.now());
    joined.put(room, subscription);
    shard.add(subscription);
    if (observer != null) {
      observer.joined(room);
    }
    if (resume == null) {
      connection.enqueue(answer.apply(Joined.live(upstream.lastSeq())));
    } else {
      catchUp(subscription, upstream.lastSeq(), resume, answer);
    }
  }

  /**
   * A second join changes nothing: the connection has received the room's events since the first.
   */
  private static Joined again(Subscription present, long lastSeq, @Nullable Resume resume) {
    if (resume == null) {
      return Joined.live(lastSeq);
    }
    return resume.after() <= lastSeq && present.hasAllSince(resume.after())
        ? Joined.recovered(lastSeq, 0)
        : Joined.lost(lastSeq);
  }

  private void catchUp(
      Subscription subscription, long lastSeq, Resume resume, Function<Joined, Frame> answer) {
    subscription.holdLive(resume.after());
    if (unanswered.isEmpty()) {
      unanswered = new HashMap<>(2);
    }
    unanswered.put(
        subscription,
        () ->
            connection.enqueue(
                answer.apply(
                    connection.isClosed() ? Joined.refused(lastSeq) : Joined.lost(lastSeq))));
    Runnable replay =
        () -> {
          if (joined.get(subscription.room()) == subscription) {
            answered(subscription);
            replay(subscription, lastSeq, resume, answer);
          }
        };
    CompletionStage<?> lookUp = resume.missed();
    lookUp.thenRun(() -> shard.executeSoon(() -> shard.replaySoon(replay)));
  }

  /** Acquires memory before the frames are made, because there may be a thousand. */
  private void replay(
      Subscription subscription, long lastSeq, Resume resume, Function<Joined, Frame> answer) {
    MissedEvents missed = resume.missed().join().orElse(null);
    long expected = missed == null ? 0 : bytes(missed);
    if (missed == null
        || !connection.outbox().hasCapacityFor(expected)
        || !shard.reserve(expected)) {
      lost(subscription, lastSeq, answer);
      return;
    }
    try {
      replay(subscription, lastSeq, resume, missed, answer);
    } finally {
      shard.release(expected);
    }
  }

  private void replay(
      Subscription subscription,
      long lastSeq,
      Resume resume,
      MissedEvents missed,
      Function<Joined, Frame> answer) {
    List<Frame> frames;
    try {
      frames = missed.frames();
    } catch (RuntimeException e) {
      LOG.error("missed events can't be replayed", e);
      lost(subscription, lastSeq, answer);
      return;
    }
    if (connection
        .outbox()
        .hasCapacityFor(ANSWER_BYTES + frames.stream().mapToLong(Frame::size).sum())) {
      connection.enqueue(answer.apply(Joined.recovered(lastSeq, frames.size())));
      frames.forEach(connection::enqueue);
      subscription.caughtUp(resume.after());
    } else {
      lost(subscription, lastSeq, answer);
    }
  }

  private void lost(Subscription subscription, long lastSeq, Function<Joined, Frame> answer) {
    connection.enqueue(answer.apply(Joined.lost(lastSeq)));
    subscription.caughtUp(lastSeq);
  }

  /** Removes the pending answer of a join; does nothing if there is none. */
  private Runnable answered(Subscription subscription) {
    if (unanswered.isEmpty()) {
      return () -> {};
    }
    Runnable answer = unanswered.remove(subscription);
    return answer == null ? () -> {} : answer;
  }

  /** The bytes of the events' frames, without those that depend on the reader. */
  private static long bytes(MissedEvents events) {
    return ANSWER_BYTES + (long) Backlog.OVERHEAD * events.count() + events.bytes();
  }

  /** Leaves all rooms without sending frames, because the connection ends. */
  void clear() {
    if (!joined.isEmpty()) {
      ConnectionFacts facts = connection.lastFacts();
      joined.values().forEach(each -> shard.ends(each, facts, facts.end()));
    }
    joined.values().forEach(shard::remove);
    joined.values().forEach(Subscription::end);
    joined.clear();
    Map<Subscription, Runnable> pending = unanswered;
    unanswered = Map.of();
    pending.values().forEach(Runnable::run);
  }
}
