package chat.gateway.broadcast;

import chat.gateway.log.Listening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: what waits to be written to it and which rooms it has joined.
 *
 * <p>Its public methods may be called by any thread; they take effect in the order of the calls, on
 * the thread of the connection's shard, which alone touches the rest. No event that waits is ever
 * dropped: who reads too slowly is cut off and resumes.
 */
public final class Connection {

  private static final long NEVER = Long.MAX_VALUE;

  /** More than the answer to a join takes, whatever its room and ref. */
  private static final int ANSWER_BYTES = 512;

  private final String session;
  private final Outlet outlet;
  private final Shard shard;
  private final BroadcastSettings settings;
  private final Map<String, Listener> joined = new HashMap<>();
  private List<byte[]> pending = new ArrayList<>();
  private long waitingBytes;
  private long writingBytes;
  private boolean writing;
  private boolean queuedForFlush;
  private long pingedAt;
  private long deadline = NEVER;
  private CloseReason deadlineReason = CloseReason.NO_CONNECT;
  private @Nullable Attendance attendance;
  private List<Runnable> whenEnded = List.of();
  private boolean ended;
  private volatile boolean closed;
  private volatile long heardAt;

  Connection(String session, Outlet outlet, Shard shard, BroadcastSettings settings, long now) {
    this.session = session;
    this.outlet = outlet;
    this.shard = shard;
    this.settings = settings;
    this.heardAt = now;
    this.pingedAt = now;
  }

  /** Names this connection among all of all gateways. */
  public String session() {
    return session;
  }

  /** Whether it has come to its end. */
  public boolean isClosed() {
    return closed;
  }

  /** Sends a text. */
  public void send(byte[] frame) {
    shard.execute(() -> enqueue(frame));
  }

  /** Sends a text about something of the moment, unless the client is behind. */
  public void sendEphemeral(byte[] frame) {
    shard.execute(() -> enqueueEphemeral(frame));
  }

  /** The client gave a sign of life. */
  public void heard(long now) {
    heardAt = now;
  }

  /** From now on somebody is told which rooms it joins and leaves. */
  public void attend(Attendance told) {
    shard.execute(() -> attendance = told);
  }

  /**
   * Watches a room that it has joined: once it was told how things stand, it is sent what is
   * delivered to the room's watchers.
   *
   * @param behind run, on the shard's thread, when it could not be given something, so that it has
   *     to be told again how things stand; until then it is sent nothing
   */
  public void watch(String room, Runnable behind) {
    shard.execute(
        () -> {
          Listener listener = joined.get(room);
          if (listener != null) {
            listener.watch(behind);
          }
        });
  }

  /** Tells it, as a watcher of a room, if it still is, how things stand there. */
  public void sendStanding(String room, byte[] frame) {
    shard.execute(
        () -> {
          Listener listener = joined.get(room);
          if (listener != null) {
            listener.deliverStanding(frame);
          }
        });
  }

  /** Closes at that time, unless told otherwise before. */
  public void closeAt(long deadlineMillis, CloseReason reason) {
    shard.execute(
        () -> {
          deadline = deadlineMillis;
          deadlineReason = reason;
        });
  }

  /** Closes for a reason, after what was sent before has been handed to the socket. */
  public void close(CloseReason reason) {
    shard.execute(() -> closeNow(reason));
  }

  /** The socket is gone. */
  public void gone() {
    shard.execute(() -> end(null));
  }

  /** Runs something once the connection has come to its end, at once if it has. Must not block. */
  public void whenEnded(Runnable task) {
    shard.execute(
        () -> {
          if (ended) {
            task.run();
          } else {
            List<Runnable> tasks = new ArrayList<>(whenEnded);
            tasks.add(task);
            whenEnded = List.copyOf(tasks);
          }
        });
  }

  /**
   * Joins a room; called under the lock of the room's partition. While what was missed is looked
   * up, live events are held back.
   *
   * @param user the id of whose connection it is
   * @param resume null if the client didn't ask for what it missed
   * @param answer makes the answer, which goes out before the first event
   */
  public void join(
      String user,
      String room,
      Listening listening,
      @Nullable Resume resume,
      Function<Joined, byte[]> answer) {
    shard.execute(() -> begin(user, room, listening, resume, answer));
  }

  /** Leaves a room, if it has joined it. */
  public void leave(String room, byte[] answer) {
    shard.execute(
        () -> {
          Listener listener = joined.get(room);
          if (listener == null) {
            enqueue(answer);
          } else {
            depart(listener, answer);
          }
        });
  }

  // From here on: only on the shard's thread.

  /** Leaves a room; what it was given of it comes before the frame that says so. */
  void depart(Listener listener, byte[] left) {
    joined.remove(listener.room());
    shard.remove(listener);
    listener.end();
    if (attendance != null) {
      attendance.left(listener.room());
    }
    enqueue(left);
  }

  void closeNow(CloseReason reason) {
    flush();
    end(reason);
  }

  void enqueue(byte[] frame) {
    if (hold(frame)) {
      pending.add(frame);
      flushLater();
    }
  }

  /**
   * Half of what may wait is for what must not get lost.
   *
   * @return whether it will be sent
   */
  boolean enqueueEphemeral(byte[] frame) {
    if (2 * (waitingBytes + frame.length) > settings.outboundBytes().toBytes()) {
      return false;
    }
    enqueue(frame);
    return true;
  }

  /** Counts what waits for the client; false if that is too much, or the connection has ended. */
  boolean hold(byte[] frame) {
    if (closed) {
      return false;
    }
    waitingBytes += frame.length;
    if (waitingBytes <= settings.outboundBytes().toBytes()) {
      return true;
    }
    closed = true;
    shard.execute(() -> end(CloseReason.TOO_SLOW));
    return false;
  }

  void release(byte[] frame) {
    waitingBytes -= frame.length;
  }

  void flush() {
    queuedForFlush = false;
    if (writing || pending.isEmpty() || closed) {
      return;
    }
    List<byte[]> frames = pending;
    pending = new ArrayList<>();
    writing = true;
    writingBytes = frames.stream().mapToLong(frame -> frame.length).sum();
    outlet.write(frames, error -> shard.executeSoon(() -> written(error)));
  }

  void check(long now) {
    if (now >= deadline) {
      end(deadlineReason);
    } else if (now - heardAt >= settings.pingInterval().plus(settings.pingTimeout()).toMillis()) {
      end(CloseReason.GOING_AWAY);
    } else if (now - pingedAt >= settings.pingInterval().toMillis()) {
      pingedAt = now;
      outlet.ping();
    }
  }

  private void written(@Nullable Throwable error) {
    writing = false;
    waitingBytes -= writingBytes;
    if (error != null) {
      end(null);
    } else if (!pending.isEmpty()) {
      flushLater();
    }
  }

  private void flushLater() {
    if (!queuedForFlush && !writing) {
      queuedForFlush = true;
      shard.flushLater(this);
    }
  }

  private void begin(
      String user,
      String room,
      Listening listening,
      @Nullable Resume resume,
      Function<Joined, byte[]> answer) {
    Listener present = joined.get(room);
    if (closed || present != null) {
      listening.end();
      if (present != null) {
        enqueue(answer.apply(again(present, listening.lastSeq(), resume)));
      }
      return;
    }
    Listener listener = new Listener(this, user, room, listening);
    joined.put(room, listener);
    shard.add(listener);
    if (attendance != null) {
      attendance.joined(room);
    }
    if (resume == null) {
      enqueue(answer.apply(Joined.live(listening.lastSeq())));
    } else {
      catchUp(listener, listening.lastSeq(), resume, answer);
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
    if (resume.missed().isDone()) {
      replay(listener, lastSeq, resume, answer);
      return;
    }
    listener.holdBack(resume.after());
    CompletionStage<?> lookUp = resume.missed();
    lookUp.thenRun(
        () ->
            shard.execute(
                () -> {
                  if (joined.get(listener.room()) == listener) {
                    replay(listener, lastSeq, resume, answer);
                  }
                }));
  }

  private void replay(
      Listener listener, long lastSeq, Resume resume, Function<Joined, byte[]> answer) {
    List<byte[]> missed =
        resume.missed().join().stream()
            .flatMap(List::stream)
            .map(event -> event.frame(listener.user()))
            .toList();
    if (resume.missed().join().isEmpty() || !hasRoomFor(missed)) {
      enqueue(answer.apply(Joined.lost(lastSeq)));
      listener.caughtUp(lastSeq);
      return;
    }
    enqueue(answer.apply(Joined.recovered(lastSeq, missed.size())));
    missed.forEach(this::enqueue);
    listener.caughtUp(resume.after());
  }

  /** Else the client would be cut off as too slow, come back, and be cut off again, for ever. */
  private boolean hasRoomFor(List<byte[]> frames) {
    long bytes = frames.stream().mapToLong(frame -> frame.length).sum();
    return waitingBytes + bytes + ANSWER_BYTES <= settings.outboundBytes().toBytes();
  }

  private void end(@Nullable CloseReason reason) {
    if (!shard.remove(this)) {
      return;
    }
    closed = true;
    ended = true;
    joined.values().forEach(shard::remove);
    joined.values().forEach(Listener::end);
    joined.clear();
    pending.clear();
    if (reason != null) {
      outlet.close(reason);
      shard.abortLater(outlet);
    }
    whenEnded.forEach(Runnable::run);
    whenEnded = List.of();
  }
}
