package chat.gateway.presence;

import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sessions of this gateway, and the changes that the trackers have not been told yet. Collects
 * the changes of a session for a moment, so that a connect with all its joins is one record.
 * Thread-safe.
 */
final class SessionJournal {

  /**
   * Events per call after which no further change is removed. Sockets wait for the lock, so the
   * changes of thousands of connects are removed in steps.
   */
  private static final int STEP = 64;

  private final String gateway;
  private final InstantSource clock;
  private final InstantSource steadyClock;
  private final PresenceSettings settings;
  private final Set<TrackedSession> open = new HashSet<>();

  /** Changes not sent yet, oldest first. */
  private final Map<TrackedSession, PendingChange> changes = new LinkedHashMap<>();

  private final Queue<TrackedSession> unannounced = new ArrayDeque<>();
  private String lease;

  /** The changes of a session since the last record. */
  private static final class PendingChange {
    final long since;
    boolean opened;
    boolean closed;
    boolean status;
    final Set<String> joined = new TreeSet<>();
    final Set<String> left = new TreeSet<>();

    PendingChange(long since) {
      this.since = since;
    }
  }

  /**
   * Creates a journal without sessions.
   *
   * @param lease the lease of the sessions, until another is announced
   * @param clock the time of day, of which events tell
   * @param steadyClock measures how long changes are collected
   */
  SessionJournal(
      String gateway,
      String lease,
      InstantSource clock,
      InstantSource steadyClock,
      PresenceSettings settings) {
    this.gateway = gateway;
    this.lease = lease;
    this.clock = clock;
    this.steadyClock = steadyClock;
    this.settings = settings;
  }

  synchronized void opened(TrackedSession session) {
    open.add(session);
    change(session).opened = true;
  }

  synchronized void joined(TrackedSession session, String room) {
    if (session.rooms.size() < settings.roomsPerSession() && !session.rooms.contains(room)) {
      session.rooms.add(room);
      PendingChange change = change(session);
      if (!change.left.remove(room)) {
        change.joined.add(room);
      }
    }
  }

  synchronized void left(TrackedSession session, String room) {
    if (session.rooms.remove(room)) {
      PendingChange change = change(session);
      if (!change.joined.remove(room)) {
        change.left.add(room);
      }
    }
  }

  synchronized void setStatus(TrackedSession session, Status status) {
    if (session.status != status) {
      session.status = status;
      change(session).status = true;
    }
  }

  synchronized void closed(TrackedSession session) {
    if (open.remove(session)) {
      change(session).closed = true;
    }
  }

  /** Moves all sessions to another lease, and announces each again. */
  synchronized void announce(String newLease) {
    lease = newLease;
    unannounced.clear();
    unannounced.addAll(open);
  }

  /** Announces some of the sessions that moved to another lease; none if all were announced. */
  synchronized List<SessionEvent> announcements() {
    List<SessionEvent> events = new ArrayList<>();
    for (int i = 0; i < settings.announceStep() && !unannounced.isEmpty(); i++) {
      TrackedSession session = unannounced.remove();
      if (open.contains(session)) {
        events.add(event(Kind.OPENED, session, session.rooms));
      }
    }
    return events;
  }

  /** Removes and returns some of the events that are due; none if no event is. */
  synchronized List<SessionEvent> due() {
    return due(steadyClock.millis() - settings.gather().toMillis());
  }

  /** Removes and returns some of the events not sent yet; none if all were. */
  synchronized List<SessionEvent> rest() {
    return due(Long.MAX_VALUE);
  }

  private List<SessionEvent> due(long until) {
    List<SessionEvent> events = new ArrayList<>();
    Iterator<Map.Entry<TrackedSession, PendingChange>> oldest = changes.entrySet().iterator();
    while (events.size() < STEP && oldest.hasNext()) {
      Map.Entry<TrackedSession, PendingChange> next = oldest.next();
      if (next.getValue().since > until) {
        break;
      }
      oldest.remove();
      add(events, next.getKey(), next.getValue());
    }
    return events;
  }

  private PendingChange change(TrackedSession session) {
    return changes.computeIfAbsent(session, changed -> new PendingChange(steadyClock.millis()));
  }

  private void add(List<SessionEvent> events, TrackedSession session, PendingChange change) {
    if (change.opened) {
      events.add(event(Kind.OPENED, session, session.rooms));
    } else {
      if (!change.joined.isEmpty()) {
        events.add(event(Kind.JOINED, session, change.joined));
      }
      if (!change.left.isEmpty()) {
        events.add(event(Kind.LEFT, session, change.left));
      }
      if (change.status) {
        events.add(event(Kind.STATUS, session, List.of()));
      }
    }
    if (change.closed) {
      events.add(event(Kind.CLOSED, session, List.of()));
    }
  }

  private SessionEvent event(Kind kind, TrackedSession session, Collection<String> rooms) {
    return new SessionEvent(
        kind,
        session.user,
        session.id,
        gateway,
        lease,
        List.copyOf(rooms),
        session.status,
        clock.millis());
  }
}
