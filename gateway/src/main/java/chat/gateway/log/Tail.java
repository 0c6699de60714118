package chat.gateway.log;

import chat.contract.event.Edited;
import chat.contract.log.ErasedUsers;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import chat.gateway.log.RoomChain.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The recent events of a partition in their current state, linked by room. Guarded by the lock of
 * its {@link PartitionLog}.
 */
final class Tail {

  /** Estimated bytes of an event besides its value: object headers, links, the ring's slot. */
  private static final int ENTRY_OVERHEAD = 120;

  private final LogEpoch epoch;
  private final int maxRecords;
  private final long maxBytes;
  private final Ring ring = new Ring();
  private final ChangeIndex changes = new ChangeIndex();
  private final Map<String, RoomChain> chains = new HashMap<>();
  private final Queue<RoomChain> released = new ConcurrentLinkedQueue<>();
  private long start;
  private long bytes;

  /**
   * Creates an empty tail.
   *
   * @param start the offset from which it holds every event
   */
  Tail(LogEpoch epoch, long start, int maxRecords, long maxBytes) {
    this.epoch = epoch;
    this.start = start;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** The offset from which it holds every event. */
  long start() {
    return start;
  }

  @Nullable RoomChain chain(String room) {
    return chains.get(room);
  }

  RoomChain chainToKeep(String room) {
    return chains.computeIfAbsent(room, RoomChain::new);
  }

  TailSubscription subscribe(RoomChain chain) {
    return new TailSubscription(chain, released);
  }

  /**
   * Appends the next event, and applies it to the message that it changes.
   *
   * @param change the event as a change of a message; null if it changes none
   */
  Link append(String room, long offset, RoomRecord record, @Nullable Change change) {
    long target = change == null ? Seq.NONE : change.target();
    Link link = chainToKeep(room).append(record.type(), epoch.seq(offset), target, record.value());
    ring.add(link);
    if (change != null) {
      changes.add(link);
    }
    bytes += size(link);
    evict();
    if (change != null) {
      apply(change, link.chain);
    }
    return link;
  }

  private void apply(Change change, RoomChain chain) {
    Link target = ring.find(change.target());
    if (target != null && target.chain == chain) {
      replace(target, change.applyTo(target.event(), target::isDeleted));
    }
    if (change.isDeletion()) {
      changes.forEach(
          chain,
          change.target(),
          link -> {
            // An edit that was changed before has no text any more.
            if (link.type.equals(Edited.TYPE) && link.changed == 0) {
              replace(link, change.withoutText(link.event()));
            }
          });
    }
  }

  /** See {@link PartitionLog#changesOf}. */
  Map<Long, List<LoggedEvent>> changesOf(String room, Collection<Long> targets, long after) {
    RoomChain chain = chains.get(room);
    if (chain == null) {
      return Map.of();
    }
    Map<Long, List<LoggedEvent>> found = new HashMap<>();
    for (long target : targets) {
      List<LoggedEvent> ofTarget = new ArrayList<>();
      changes.forEach(
          chain,
          target,
          link -> {
            if (link.seq > after) {
              ofTarget.add(link.event());
            }
          });
      if (!ofTarget.isEmpty()) {
        found.put(target, ofTarget);
      }
    }
    return found;
  }

  /** See {@link PartitionLog#removeErased}. */
  void removeErased(ErasedUsers erased) {
    for (int i = 0; i < ring.size(); i++) {
      Link link = ring.get(i);
      replace(link, link.event().without(erased));
    }
  }

  /** See {@link PartitionLog#slice}. */
  TailSlice slice(String room, long after, long before, EventKind kind, int limit) {
    RoomChain chain = chains.get(room);
    if (chain == null) {
      return new TailSlice(List.of(), epoch.seq(start));
    }
    Walk walk = new Walk(chain, kind);
    List<LoggedEvent> events = new ArrayList<>();
    Link oldest = null;
    for (Link link = walk.newestBefore(before);
        link != null && link.seq > after && events.size() < limit;
        link = walk.earlier(link)) {
      if (kind.includes(link.type)) {
        events.add(link.event());
      }
      oldest = link;
    }
    Collections.reverse(events);
    boolean isCut = oldest != null && events.size() == limit;
    return new TailSlice(events, isCut ? from(chain, oldest) : fromAfter(chain, after));
  }

  /** See {@link PartitionLog#sliceAfter}. */
  TailSlice sliceAfter(String room, long after, EventKind kind, int limit) {
    RoomChain chain = chains.get(room);
    if (chain == null) {
      return new TailSlice(List.of(), epoch.seq(start));
    }
    Walk walk = new Walk(chain, kind);
    List<LoggedEvent> events = new ArrayList<>();
    for (Link link = walk.oldestAfter(after);
        link != null && events.size() < limit;
        link = walk.later(link)) {
      if (kind.includes(link.type)) {
        events.add(link.event());
      }
    }
    return new TailSlice(events, fromAfter(chain, after));
  }

  /** See {@link PartitionLog#at}. */
  TailSlice at(String room, long seq) {
    Link link = ring.find(seq);
    List<LoggedEvent> found =
        link == null || !link.chain.room.equals(room) ? List.of() : List.of(link.event());
    return new TailSlice(found, epoch.seq(start));
  }

  /** Walks a room's events of a kind. Messages are linked, so other events cost nothing. */
  private final class Walk {
    private final RoomChain chain;
    private final boolean ofMessages;

    Walk(RoomChain chain, EventKind kind) {
      this.chain = chain;
      this.ofMessages = kind == EventKind.MESSAGE;
    }

    @Nullable Link earlier(Link link) {
      return ofMessages ? link.earlierMessage : link.earlier;
    }

    @Nullable Link later(Link link) {
      return ofMessages ? link.laterMessage : link.later;
    }

    @Nullable Link newestBefore(long seq) {
      Link known = known(seq);
      Link link = known == null ? newest() : earlier(known);
      while (link != null && link.seq >= seq) {
        link = earlier(link);
      }
      return link;
    }

    @Nullable Link oldestAfter(long seq) {
      Link known = known(seq);
      Link oldest = ofMessages ? chain.oldestMessage : chain.oldest;
      if (known != null || oldest == null || oldest.seq > seq) {
        return known == null ? oldest : later(known);
      }
      Link found = null;
      for (Link link = newest(); link != null && link.seq > seq; link = earlier(link)) {
        found = link;
      }
      return found;
    }

    private @Nullable Link newest() {
      return ofMessages ? chain.newestMessage : chain.newest;
    }

    /** A page usually begins at an event, which is found without a walk. */
    private @Nullable Link known(long seq) {
      Link link = ring.find(seq);
      boolean isOne = link != null && link.chain == chain && (!ofMessages || link.isMessage());
      return isOne ? link : null;
    }
  }

  /** Removes rooms that have no subscriptions and no events in the tail. */
  void forgetReleased() {
    for (RoomChain chain = released.poll(); chain != null; chain = released.poll()) {
      forget(chain);
    }
  }

  /**
   * The seq from which all of a room's events are known.
   *
   * @param oldest the oldest event that was visited; null if none was
   */
  private long from(RoomChain chain, @Nullable Link oldest) {
    long before = oldest == null ? chain.lastSeq : oldest.prev;
    return before == RoomChain.UNKNOWN ? epoch.seq(start) : before + 1;
  }

  /** The same, if all events after a seq were visited. */
  private long fromAfter(RoomChain chain, long after) {
    Link oldest = chain.oldest;
    return oldest != null && oldest.seq <= after ? after + 1 : from(chain, oldest);
  }

  private void replace(Link link, LoggedEvent current) {
    bytes -= size(link);
    link.become(current);
    bytes += size(link);
  }

  private void evict() {
    while (ring.size() > maxRecords || (bytes > maxBytes && ring.size() > 1)) {
      Link dropped = ring.removeOldest();
      dropped.chain.dropOldest();
      if (dropped.target != Seq.NONE) {
        changes.removeOldest(dropped);
      }
      bytes -= size(dropped);
      start = Seq.offset(dropped.seq) + 1;
      forget(dropped.chain);
    }
  }

  private void forget(RoomChain chain) {
    if (chain.newest == null && chain.subscriptions.get() == 0) {
      chains.remove(chain.room, chain);
    }
  }

  private static long size(Link link) {
    int overhead = ENTRY_OVERHEAD + (link.target == Seq.NONE ? 0 : ChangeIndex.ENTRY_OVERHEAD);
    return link.value.length + (long) overhead + link.reactions.size();
  }
}
