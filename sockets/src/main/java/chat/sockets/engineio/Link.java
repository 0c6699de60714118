package chat.sockets.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client is connected by: polls, for which packets wait, or a WebSocket; and the way from
 * one to the other. Guarded by its session; nothing here blocks.
 */
final class Link {

  private static final OutgoingPacket PROBED = OutgoingPacket.text("3probe");
  private static final OutgoingPacket NOOP = OutgoingPacket.text("6");

  /**
   * How long a poll is still held during an upgrade. One that was sent after the upgrade was
   * completed may overtake it, and must not be taken for one that the client waits for.
   */
  private static final long CROSSING_MILLIS = 20;

  private record Waiting(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done) {}

  private final EngineSettings settings;
  private final Consumer<@Nullable Throwable> whenAnswered;
  private final Queue<Waiting> queue = new ArrayDeque<>(2);
  private @Nullable FrameSocket socket;
  private @Nullable FrameSocket candidate;
  private @Nullable Poll poll;
  private boolean probed;
  private long upgradeDue;
  private long noopDue;

  /**
   * A link without anything.
   *
   * @param whenAnswered told what became of each answer to a poll, by any thread
   */
  Link(EngineSettings settings, Consumer<@Nullable Throwable> whenAnswered) {
    this.settings = settings;
    this.whenAnswered = whenAnswered;
  }

  /** The WebSocket, or null while it is polling. */
  @Nullable FrameSocket socket() {
    return socket;
  }

  boolean isCandidate(FrameSocket asked) {
    return asked == candidate;
  }

  /** Whether all that was given to a polling client was fetched. */
  boolean isFetched() {
    return socket == null && queue.isEmpty();
  }

  /** Sends packets, after those of earlier calls. */
  void put(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done) {
    if (socket != null) {
      socket.write(packets, done);
    } else {
      queue.add(new Waiting(packets, done));
      answer();
    }
  }

  /** Sends packets that many are sent. */
  void put(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    if (socket != null) {
      socket.write(packets, done);
    } else {
      put(packets.each(), done);
    }
  }

  void put(OutgoingPacket packet) {
    put(List.of(packet), Link::unnoticed);
  }

  /** Holds a poll until there is something for it; false if one is held already. */
  boolean hold(Poll asked, long now) {
    if (poll != null) {
      return false;
    }
    poll = asked;
    noopDue = now + CROSSING_MILLIS;
    answer();
    return true;
  }

  /** A WebSocket from the beginning. */
  void connect(FrameSocket opened) {
    socket = opened;
  }

  /** Lets a WebSocket try to replace polling; false if there is one already. */
  boolean admit(FrameSocket opened, long now) {
    if (socket != null || candidate != null) {
      return false;
    }
    candidate = opened;
    upgradeDue = now + settings.upgradeTimeout().toMillis();
    return true;
  }

  /** The WebSocket tries whether it works; false if it did before, which is no client's way. */
  boolean probe(FrameSocket from, long now) {
    if (probed) {
      return false;
    }
    probed = true;
    noopDue = now + CROSSING_MILLIS;
    from.write(List.of(PROBED), Link::unnoticed);
    return true;
  }

  /** The WebSocket takes over, with all that waits; false if it has not tried whether it works. */
  boolean upgrade(FrameSocket to) {
    if (!probed) {
      return false;
    }
    if (poll != null) {
      poll.refuse();
      poll = null;
    }
    socket = to;
    candidate = null;
    probed = false;
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      to.write(waiting.packets(), waiting.done());
    }
    return true;
  }

  /**
   * Tells a WebSocket to go that was to replace polling. It is nobody's from then on, so whatever
   * else it sends cuts it off.
   */
  void dismiss(FrameSocket sentAway, int code, String reason) {
    forget(sentAway);
    sentAway.close(code, reason);
  }

  /** A WebSocket is gone that may have been about to replace polling. */
  void forget(FrameSocket gone) {
    if (gone == candidate) {
      candidate = null;
      probed = false;
    }
  }

  /** Does what is due in an upgrade. */
  void check(long now) {
    if (candidate != null && now >= upgradeDue) {
      dismiss(candidate, 1002, "the upgrade took too long");
    }
    if (probed && now >= noopDue) {
      answer(NOOP);
    }
  }

  /** Answers a poll that is held with just that. */
  void answer(OutgoingPacket packet) {
    Poll held = poll;
    if (held != null) {
      poll = null;
      held.answer(OutgoingPacket.payload(List.of(packet)), whenAnswered);
    }
  }

  /** The client is not told any more what waits for it. */
  void drop() {
    IllegalStateException ended = new IllegalStateException("the session has ended");
    List<Waiting> dropped = new ArrayList<>(queue);
    queue.clear();
    dropped.forEach(waiting -> waiting.done().accept(ended));
  }

  /** Says goodbye after what was sent before: by a close, or by a packet to who is polling. */
  void end(int code, String reason, OutgoingPacket packet) {
    if (socket != null) {
      socket.close(code, reason);
    } else {
      put(packet);
    }
  }

  /** Goes without a goodbye. */
  void abort(OutgoingPacket packet) {
    answer(packet);
    if (socket != null) {
      socket.abort();
    }
  }

  /** Nothing will replace polling any more. */
  void dismissCandidate() {
    if (candidate != null) {
      dismiss(candidate, 1000, "the session has ended");
    }
  }

  /** Gives all that waits to the poll that is held, if there is one. */
  private void answer() {
    Poll held = poll;
    if (held == null || queue.isEmpty()) {
      return;
    }
    poll = null;
    List<Waiting> given = new ArrayList<>(queue);
    queue.clear();
    List<OutgoingPacket> packets = new ArrayList<>();
    given.forEach(waiting -> packets.addAll(waiting.packets()));
    held.answer(
        OutgoingPacket.payload(packets),
        error -> {
          given.forEach(waiting -> waiting.done().accept(error));
          whenAnswered.accept(error);
        });
  }

  /** Who loses a packet hears of the session's end. */
  static void unnoticed(@Nullable Throwable error) {}
}
