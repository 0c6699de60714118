package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The subscriptions to one room on one shard, in no order. Adding and removing cost the same at any
 * size.
 */
final class Subscriptions {

  /** For a room without subscriptions; nothing is added to it. */
  static final Subscriptions NONE = new Subscriptions();

  private final List<Subscription> subscriptions = new ArrayList<>();
  private long lastSeq;
  private long events;

  void add(Subscription subscription) {
    subscription.index = subscriptions.size();
    subscriptions.add(subscription);
  }

  void remove(Subscription subscription) {
    Subscription last = subscriptions.remove(subscriptions.size() - 1);
    if (last != subscription) {
      subscriptions.set(subscription.index, last);
      last.index = subscription.index;
    }
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  int size() {
    return subscriptions.size();
  }

  /** The seq of the last event that was queued for all of them; 0 for none. */
  long lastSeq() {
    return lastSeq;
  }

  /** The number of events that were delivered to them. */
  long events() {
    return events;
  }

  Stream<Subscription> stream() {
    return subscriptions.stream();
  }

  /** Counts once per event, not per subscription. */
  private void passed(Frame frame) {
    if (!subscriptions.isEmpty()) {
      lastSeq = frame.seq();
      events++;
    }
  }

  void deliverWatched(Frame frame) {
    for (int i = 0; i < subscriptions.size(); i++) {
      subscriptions.get(i).deliverWatched(frame);
    }
  }

  /** Iterates from the end, because the last subscription replaces a removed one. */
  void deliver(Frame frame, Removal removal) {
    passed(frame);
    for (int i = subscriptions.size() - 1; i >= 0; i--) {
      Subscription subscription = subscriptions.get(i);
      subscription.deliver(frame);
      if (removal.leaves().test(subscription.user())) {
        subscription.remove(removal.left());
      }
    }
  }

  void deliver(Frame frame) {
    passed(frame);
    for (int i = 0; i < subscriptions.size(); i++) {
      subscriptions.get(i).deliver(frame);
    }
  }

  void deliverEphemeral(Frame frame, Set<Connection> except) {
    for (int i = 0; i < subscriptions.size(); i++) {
      subscriptions.get(i).deliverEphemeral(frame, except);
    }
  }
}
