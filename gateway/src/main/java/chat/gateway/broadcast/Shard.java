package chat.gateway.broadcast;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share of this gateway's connections, with one thread that alone touches them: it knows which of
 * them have joined which room, takes what is to be sent, and writes. Whatever piled up while it was
 * writing goes out in the next write, so it needs no timer and gets quicker the more there is to
 * do.
 */
final class Shard {

  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /** After so many tasks what they wrote goes out, so that a long queue is not one long wait. */
  private static final int TASKS_PER_FLUSH = 256;

  private static final long CLOSE_PATIENCE_MILLIS = 5000;
  private static final long STOP_PATIENCE_MILLIS = 2000;

  private record Closing(Outlet outlet, long deadline) {}

  private final Mailbox mailbox;
  private final InstantSource clock;
  private final Thread thread;
  private final Map<String, Listeners> rooms = new HashMap<>();
  private final Set<Connection> connections = new HashSet<>();
  private final List<Connection> unflushed = new ArrayList<>();
  private final Queue<Closing> closing = new ArrayDeque<>();
  private List<Runnable> spare = new ArrayList<>();
  private long nextSweepAt;
  private volatile boolean running = true;

  Shard(int number, int mailboxCapacity, InstantSource clock) {
    this.mailbox = new Mailbox(mailboxCapacity);
    this.clock = clock;
    this.thread = new Thread(this::run, "shard-" + number);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends after all that was given before. */
  void stop() {
    execute(() -> running = false);
    try {
      thread.join(STOP_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a task on the shard's thread, after all that were given before. */
  void execute(Runnable task) {
    mailbox.add(task);
  }

  /** Runs a task on the shard's thread, at once if that is the caller. */
  void executeSoon(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
    } else {
      mailbox.add(task);
    }
  }

  /** Sends a room's event to all that have joined it. */
  void deliver(String room, byte[] frame) {
    mailbox.addWhenRoom(
        () -> {
          Listeners listeners = rooms.get(room);
          if (listeners != null) {
            listeners.deliver(frame);
          }
        });
  }

  /** Sends a room's event to all that have joined it, of whom some leave by it. */
  void deliver(String room, byte[] frame, Departure departure) {
    mailbox.addWhenRoom(
        () -> {
          Listeners listeners = rooms.get(room);
          if (listeners != null) {
            listeners.deliver(frame, departure);
          }
        });
  }

  /** Tells all that have joined a room, but those, something that may get lost. */
  void deliverEphemeral(String room, byte[] frame, Set<Connection> except) {
    mailbox.addIfRoom(
        () -> {
          Listeners listeners = rooms.get(room);
          if (listeners != null) {
            listeners.deliverEphemeral(frame, except);
          }
        });
  }

  /** Tells all that watch a room. */
  void deliverWatched(String room, byte[] frame) {
    mailbox.addWhenRoom(
        () -> {
          Listeners listeners = rooms.get(room);
          if (listeners != null) {
            listeners.deliverWatched(frame);
          }
        });
  }

  // From here on: only on the shard's thread.

  void add(Connection connection) {
    connections.add(connection);
  }

  /** Whether it was there. */
  boolean remove(Connection connection) {
    return connections.remove(connection);
  }

  void add(Listener listener) {
    rooms.computeIfAbsent(listener.room(), room -> new Listeners()).add(listener);
  }

  void remove(Listener listener) {
    Listeners listeners = rooms.get(listener.room());
    if (listeners != null) {
      listeners.remove(listener);
      if (listeners.isEmpty()) {
        rooms.remove(listener.room());
      }
    }
  }

  void flushLater(Connection connection) {
    unflushed.add(connection);
  }

  List<Connection> connections() {
    return List.copyOf(connections);
  }

  private void run() {
    while (running) {
      try {
        step(Mailbox.PATIENCE_NANOS);
      } catch (InterruptedException e) {
        running = false;
      }
    }
  }

  /** Does all that is there to do; waits up to a time for something. */
  void step(long patienceNanos) throws InterruptedException {
    spare.clear();
    List<Runnable> tasks = mailbox.takeAll(spare, patienceNanos);
    for (int i = 0; i < tasks.size(); i++) {
      runTask(tasks.get(i));
      if (i % TASKS_PER_FLUSH == TASKS_PER_FLUSH - 1) {
        flush();
      }
    }
    spare = tasks;
    flush();
    sweep();
  }

  private static void runTask(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task of the fan-out failed", e);
    }
  }

  private void flush() {
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
  }

  /** Lets go of a socket that was closed, if its peer doesn't end it in time. */
  void abortLater(Outlet outlet) {
    closing.add(new Closing(outlet, clock.millis() + CLOSE_PATIENCE_MILLIS));
  }

  private void sweep() {
    long now = clock.millis();
    while (!closing.isEmpty() && closing.element().deadline() <= now) {
      closing.remove().outlet().abort();
    }
    if (now >= nextSweepAt) {
      nextSweepAt = now + 1000;
      connections().forEach(connection -> connection.check(now));
      flush();
    }
  }
}
