package chat.presence.tracking;

import chat.contract.Author;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A gateway as trackers know it: it has sessions, tells of them and renews a lease. */
final class SimulatedGateway {

  static final long LEASE = 15_000;
  private static final long RENEW = 5_000;

  /** A session of a user. */
  static final class Session {
    final Author user;
    final Set<String> rooms = new TreeSet<>();
    Status status = Status.ONLINE;

    Session(Author user) {
      this.user = user;
    }
  }

  private final String name;
  private final boolean announces;
  private final Map<String, Session> sessions = new TreeMap<>();
  private final Queue<SessionEvent> unsent = new ArrayDeque<>();
  private String lease;
  private int leases;
  private int opened;
  private long nextRenewal;

  /** Creates a gateway; one that doesn't announce its sessions again is a planted fault. */
  SimulatedGateway(String name, boolean announces) {
    this.name = name;
    this.announces = announces;
    this.lease = name + ".0";
  }

  Map<String, Session> sessions() {
    return sessions;
  }

  String open(Author user, Set<String> rooms) {
    String id = name + "-" + ++opened;
    Session session = new Session(user);
    session.rooms.addAll(rooms);
    sessions.put(id, session);
    tell(Kind.OPENED, id, session, session.rooms);
    return id;
  }

  void close(String id) {
    Session session = sessions.remove(id);
    if (session != null) {
      tell(Kind.CLOSED, id, session, Set.of());
    }
  }

  void enter(String id, String room) {
    Session session = sessions.get(id);
    if (session != null && session.rooms.add(room)) {
      tell(Kind.JOINED, id, session, Set.of(room));
    }
  }

  void leave(String id, String room) {
    Session session = sessions.get(id);
    if (session != null && session.rooms.remove(room)) {
      tell(Kind.LEFT, id, session, Set.of(room));
    }
  }

  void say(String id, Status status) {
    Session session = sessions.get(id);
    if (session != null && session.status != status) {
      session.status = status;
      tell(Kind.STATUS, id, session, Set.of());
    }
  }

  /** Restarts it without sessions. */
  void restart() {
    sessions.clear();
    unsent.clear();
    lease = name + "." + ++leases;
    nextRenewal = 0;
  }

  /** Renews its lease and sends some of its pending events. */
  void step(long now, SimulatedLog log, InMemoryPresenceStore store, int most) {
    if (now >= nextRenewal) {
      nextRenewal = now + RENEW;
      if (!store.renew(lease, LEASE)) {
        lease = name + "." + ++leases;
        store.acquire(lease, LEASE);
        announce();
      }
    }
    for (int i = 0; i < most && !unsent.isEmpty(); i++) {
      log.append(unsent.remove());
    }
  }

  private void announce() {
    if (announces) {
      sessions.forEach((id, session) -> tell(Kind.OPENED, id, session, session.rooms));
    }
  }

  private void tell(Kind kind, String id, Session session, Set<String> rooms) {
    List<String> told = new ArrayList<>(rooms);
    // Its clock is years behind.
    unsent.add(new SessionEvent(kind, session.user, id, name, lease, told, session.status, 1));
  }
}
