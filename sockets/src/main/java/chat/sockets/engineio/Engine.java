package chat.sockets.engineio;

import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.MemoryBudget;
import chat.sockets.budget.SocketCounts;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of this process. One thread does the due work of all; no session has a timer. */
public final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final long CHECKS_PER_TIMEOUT = 20;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final int GOING_AWAY = 1001;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final EngineSettings settings;
  private final SessionIds names;
  private final InstantSource clock;
  private final BooleanSupplier accepting;
  private final Function<EngineSession, EngineListener> listeners;
  private final ClientMemory memory;
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final SocketCounts counts;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "engine.io");

  /**
   * Creates an engine without sessions.
   *
   * @param accepting whether new sessions are accepted now
   * @param listeners creates the handler of a new session's messages
   * @param memory the memory for incomplete messages
   */
  public Engine(
      EngineSettings settings,
      SessionIds names,
      InstantSource clock,
      BooleanSupplier accepting,
      Function<EngineSession, EngineListener> listeners,
      SocketCounts counts,
      ClientMemory memory) {
    this.settings = settings;
    this.names = names;
    this.clock = clock;
    this.accepting = accepting;
    this.listeners = listeners;
    this.counts = counts;
    this.memory = memory;
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Ends all sessions and stops the thread. */
  public void stop() {
    stopped.countDown();
    sessions.values().forEach(session -> session.close(GOING_AWAY, "going away"));
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of sessions, including those that are ending. */
  public int size() {
    return sessions.size();
  }

  EngineSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  ClientMemory memory() {
    return memory;
  }

  /** The memory for a session's unfinished messages. */
  MemoryBudget incomplete(@Nullable EngineSession session) {
    return session != null && session.isKnown() ? memory.ofKnown() : memory.ofUnknown();
  }

  /** Whether a new session can be opened from an address. */
  boolean isAccepting(String address) {
    return accepting.getAsBoolean() && counts.excess(address) == null;
  }

  /** The sockets of this process. */
  SocketCounts counts() {
    return counts;
  }

  /** The address of the gateway that has a session; null if unknown. */
  @Nullable URI elsewhere(String sid) {
    return names.elsewhere(sid);
  }

  /** Finds a session, and does its due work; null if there is none of that id. */
  @Nullable EngineSession find(String sid) {
    EngineSession session = sessions.get(sid);
    if (session != null) {
      check(session, clock.millis());
    }
    return session;
  }

  /**
   * Opens a session.
   *
   * @param address address of the client
   * @param socket the client's WebSocket; null if the client polls
   * @return the open packet, which a WebSocket was sent already
   */
  OutgoingPacket open(String address, @Nullable FrameSocket socket, Opened opened) {
    EngineSession session =
        new EngineSession(names.next(), address, counts.open(address), settings, clock);
    session.begin(listeners.apply(session));
    OutgoingPacket open = opening(session.sid(), socket == null);
    if (socket != null) {
      session.connected(socket);
      session.send(open);
    }
    opened.to(session);
    session.count();
    sessions.put(session.sid(), session);
    return open;
  }

  /** Called with a new session before any other thread can find it. */
  interface Opened {
    void to(EngineSession session);
  }

  /** Does the due work of all sessions. */
  void check() {
    long now = clock.millis();
    sessions.values().forEach(session -> check(session, now));
  }

  private void check(EngineSession session, long now) {
    if (session.check(now)) {
      sessions.remove(session.sid(), session);
      session.counted().end();
    } else {
      session.count();
    }
  }

  /** The thread that does the due work. */
  public Thread thread() {
    return thread;
  }

  private void run() {
    long share = settings.pingTimeout().toMillis() / CHECKS_PER_TIMEOUT;
    long pause = Math.max(1, Math.min(share, LONGEST_PAUSE_MILLIS));
    try {
      while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
        checkAll();
      }
    } catch (InterruptedException e) {
      LOG.warn("the thread of the Engine.IO sessions has ended");
    }
  }

  private void checkAll() {
    try {
      check();
    } catch (RuntimeException e) {
      LOG.error("the due work of an Engine.IO session failed", e);
    }
  }

  private OutgoingPacket opening(String sid, boolean upgradable) {
    return OutgoingPacket.text(
        "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
            .formatted(
                sid,
                upgradable ? "\"websocket\"" : "",
                settings.pingInterval().toMillis(),
                settings.pingTimeout().toMillis(),
                settings.maxPayload()));
  }
}
