package chat.sockets.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transport of a client: polling, with the packets that wait for a poll, or a WebSocket; and
 * the upgrade from one to the other. Guarded by its session. No method blocks.
 */
final class Link {

  private static final OutgoingPacket PROBED = OutgoingPacket.text("3probe");
  private static final OutgoingPacket NOOP = OutgoingPacket.text("6");

  /**
   * Time for which a poll is held during an upgrade. A poll that the client sent after the upgrade
   * may overtake it, and the client no longer reads its answer.
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
   * Creates a link without a transport.
   *
   * @param whenAnswered called with the outcome of each answer to a poll, by any thread
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

  /** Whether a polling client has fetched all packets. */
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

  /** Sends packets that were encoded once for many clients. */
  void put(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    if (socket != null) {
      socket.write(packets, done);
    } else {
      put(packets.packets().get(), done);
    }
  }

  void put(OutgoingPacket packet) {
    put(List.of(packet), Link::unnoticed);
  }

  /** Holds a poll until there is a packet. Returns false if one is held already. */
  boolean hold(Poll asked, long now) {
    if (poll != null) {
      return false;
    }
    poll = asked;
    noopDue = now + CROSSING_MILLIS;
    answer();
    return true;
  }

  /** Connects the WebSocket with which the session begins. */
  void connect(FrameSocket opened) {
    socket = opened;
  }

  /** Accepts a WebSocket that is to replace polling. Returns false if there is one already. */
  boolean admit(FrameSocket opened, long now) {
    if (socket != null || candidate != null) {
      return false;
    }
    candidate = opened;
    upgradeDue = now + settings.upgradeTimeout().toMillis();
    return true;
  }

  /** Answers a WebSocket's probe. Returns false if it was probed before, which is an error. */
  boolean probe(FrameSocket from, long now) {
    if (probed) {
      return false;
    }
    probed = true;
    noopDue = now + CROSSING_MILLIS;
    from.write(List.of(PROBED), Link::unnoticed);
    return true;
  }

  /** Replaces polling, and writes the packets that wait. Returns false if there was no probe. */
  boolean upgrade(FrameSocket to) {
    if (!probed) {
      return false;
    }
    if (poll != null) {
      poll.refuse();
      poll = null;
    }
    to.upgraded();
    socket = to;
    candidate = null;
    probed = false;
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      to.write(waiting.packets(), waiting.done());
    }
    return true;
  }

  /** Closes a WebSocket that was to replace polling. If it sends more, it is aborted. */
  void dismiss(FrameSocket sentAway, int code, String reason) {
    forget(sentAway);
    sentAway.close(code, reason);
  }

  /** A WebSocket has ended, perhaps the one that was to replace polling. */
  void forget(FrameSocket gone) {
    if (gone == candidate) {
      candidate = null;
      probed = false;
    }
  }

  /** Does the due work of an upgrade. */
  void check(long now) {
    if (candidate != null && now >= upgradeDue) {
      dismiss(candidate, 1002, "the upgrade took too long");
    }
    if (probed && now >= noopDue) {
      answer(NOOP);
    }
  }

  /** Answers a held poll with one packet. */
  void answer(OutgoingPacket packet) {
    Poll held = poll;
    if (held != null) {
      poll = null;
      held.answer(OutgoingPacket.payload(List.of(packet)), whenAnswered);
    }
  }

  /** Drops the packets that wait for a poll. */
  void drop() {
    IllegalStateException ended = new IllegalStateException("the session has ended");
    List<Waiting> dropped = new ArrayList<>(queue);
    queue.clear();
    dropped.forEach(waiting -> waiting.done().accept(ended));
  }

  /** Ends the transport after all sent packets: by a close frame, or by a packet for a poll. */
  void end(int code, String reason, OutgoingPacket packet) {
    if (socket != null) {
      socket.close(code, reason);
    } else {
      put(packet);
    }
  }

  /** Ends the transport now, without a close frame. */
  void abort(OutgoingPacket packet) {
    answer(packet);
    if (socket != null) {
      socket.abort();
    }
  }

  /** Closes a WebSocket that waits for its upgrade. */
  void dismissCandidate() {
    if (candidate != null) {
      dismiss(candidate, 1000, "the session has ended");
    }
  }

  /** Answers a held poll with all packets that wait. */
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

  /** Ignores the outcome, as the end of the session tells the client that a packet was lost. */
  static void unnoticed(@Nullable Throwable error) {}
}
