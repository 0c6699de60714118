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

/**
 * The sessions of this process. One thread looks after what is due in all of them; no session has a
 * timer of its own.
 */
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
   * An engine without sessions.
   *
   * @param accepting whether new sessions are let in at present
   * @param listeners makes what takes a new session's messages
   * @param counts the sockets of this process
   * @param memory what messages that have not come completely may take
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

  /** Begins to look after the sessions. */
  public void start() {
    thread.start();
  }

  /** Ends all sessions and stops looking after them. */
  public void stop() {
    stopped.countDown();
    sessions.values().forEach(session -> session.close(GOING_AWAY, "going away"));
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of sessions, also of those that are ending. */
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

  /** The address of the gateway that has a session; null if unknown. */
  @Nullable URI elsewhere(String sid) {
    return names.elsewhere(sid);
  }

  /** A session, with nothing overdue; null if there is none of that name. */
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
   * @param address where its client is
   * @param socket what it is connected by; null if that is polling
   * @return the packet that tells the client; a socket has been sent it
   */
  OutgoingPacket open(String address, @Nullable FrameSocket socket, Opened opened) {
    EngineSession session = new EngineSession(names.next(), counts.open(address), settings, clock);
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

  /** Is told of a session before anybody else can know of it. */
  interface Opened {
    void to(EngineSession session);
  }

  /** Does in all sessions what is due. */
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

  /** The thread that looks after all sessions. */
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
      LOG.warn("the thread of the sessions has ended");
    }
  }

  private void checkAll() {
    try {
      check();
    } catch (RuntimeException e) {
      LOG.error("looking after the sessions failed", e);
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
