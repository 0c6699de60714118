package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who has joined one room, of one shard. Their order means nothing; leaving costs the same at any
 * size.
 */
final class Listeners {

  /** Of a room without subscriptions; none is added to it. */
  static final Listeners NOBODY = new Listeners();

  private final List<Listener> listeners = new ArrayList<>();

  void add(Listener listener) {
    listener.place = listeners.size();
    listeners.add(listener);
  }

  void remove(Listener listener) {
    Listener last = listeners.remove(listeners.size() - 1);
    if (last != listener) {
      listeners.set(listener.place, last);
      last.place = listener.place;
    }
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  void deliverWatched(Frame frame) {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).deliverWatched(frame);
    }
  }

  /** From the end on, for who leaves is replaced by the last. */
  void deliver(Frame frame, Departure departure) {
    for (int i = listeners.size() - 1; i >= 0; i--) {
      Listener listener = listeners.get(i);
      listener.deliver(frame);
      if (departure.leaves().test(listener.user())) {
        listener.depart(departure.left());
      }
    }
  }

  void deliver(Frame frame) {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).deliver(frame);
    }
  }

  void deliverEphemeral(Frame frame, Set<Connection> except) {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).deliverEphemeral(frame, except);
    }
  }
}
