package chat.presence.tracking;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The store's rules in plain Java, with a clock that the test sets. */
final class InMemoryPresenceStore implements PresenceStore {

  private final LongSupplier clock;
  private final long linger;
  private final long resend;
  private final long settle;
  private State state = new State();

  private static final class Session {
    final String lease;
    Status status;
    long last;
    final Set<String> rooms;

    Session(String lease, Status status, long last, Collection<String> rooms) {
      this.lease = lease;
      this.status = status;
      this.last = last;
      this.rooms = new TreeSet<>(rooms);
    }

    Session copy() {
      return new Session(lease, status, last, rooms);
    }
  }

  private static final class Person {
    final int partition;
    final Author user;
    final Map<String, Session> sessions = new TreeMap<>();
    @Nullable Presence said;
    @Nullable Long unread;

    Person(int partition, Author user) {
      this.partition = partition;
      this.user = user;
    }

    Person copy() {
      Person copy = new Person(partition, user);
      sessions.forEach((id, session) -> copy.sessions.put(id, session.copy()));
      copy.said = said;
      copy.unread = unread;
      return copy;
    }
  }

  /** The data that a crash or an operator can remove. */
  static final class State {
    final Map<String, Long> leases = new HashMap<>();
    final Map<Integer, Long> sessions = new HashMap<>();
    final Map<Integer, Long> presence = new HashMap<>();
    final Map<Integer, Long> known = new HashMap<>();
    private final Map<String, Person> people = new TreeMap<>();
  }

  InMemoryPresenceStore(LongSupplier clock, long linger, long resend, long settle) {
    this.clock = clock;
    this.linger = linger;
    this.resend = resend;
    this.settle = settle;
  }

  /** Renews a lease, unless it has ended. */
  boolean renew(String lease, long duration) {
    if (!isAlive(lease)) {
      return false;
    }
    acquire(lease, duration);
    return true;
  }

  void acquire(String lease, long duration) {
    state.leases.put(lease, clock.getAsLong() + duration);
  }

  void end(String lease) {
    state.leases.remove(lease);
  }

  /** Whether it has data about a user. */
  boolean keeps(String user) {
    return state.people.containsKey(user);
  }

  Set<String> kept() {
    return state.people.keySet();
  }

  /** The time from which the presence of a partition is known to be true. */
  long knownFrom(int partition) {
    return state.known.getOrDefault(partition, Long.MAX_VALUE);
  }

  /** A snapshot of the current state. */
  State save() {
    State copy = new State();
    copy.leases.putAll(state.leases);
    copy.sessions.putAll(state.sessions);
    copy.presence.putAll(state.presence);
    copy.known.putAll(state.known);
    state.people.forEach((id, person) -> copy.people.put(id, person.copy()));
    return copy;
  }

  /** Replaces all data by a snapshot. */
  void restore(State saved) {
    state = saved;
  }

  @Override
  public Positions open(int partition, Offsets sessions, long fallback) {
    Long position = state.sessions.get(partition);
    if (position == null || position < sessions.first() || position > sessions.end()) {
      state.sessions.put(partition, fallback);
      state.known.remove(partition);
    }
    long presence =
        state.known.containsKey(partition)
            ? state.presence.getOrDefault(partition, Positions.UNKNOWN)
            : Positions.UNKNOWN;
    return new Positions(state.sessions.getOrDefault(partition, fallback), presence);
  }

  @Override
  public List<Applied> apply(List<Step<SessionEvent>> steps) {
    return steps.stream().map(this::apply).toList();
  }

  private Applied apply(Step<SessionEvent> step) {
    int partition = step.partition();
    long position = state.sessions.getOrDefault(partition, Positions.UNKNOWN);
    if (position != step.from()) {
      return new Applied(position, List.of());
    }
    Set<String> touched = new TreeSet<>();
    for (SessionEvent event : step.records()) {
      if (event.kind() == Kind.OPENED ? open(partition, event) : update(event)) {
        touched.add(event.user().id());
      }
    }
    List<Presence> changes = new ArrayList<>();
    touched.forEach(user -> lookAt(user, changes));
    state.sessions.put(partition, step.to());
    return new Applied(step.to(), changes);
  }

  @Override
  public Ticked tick(Collection<Integer> partitions) {
    List<Presence> changes = new ArrayList<>();
    Map<Integer, Positions> positions = new HashMap<>();
    partitions.forEach(
        partition ->
            positions.put(
                partition,
                new Positions(
                    state.sessions.getOrDefault(partition, Positions.UNKNOWN),
                    state.presence.getOrDefault(partition, Positions.UNKNOWN))));
    for (Map.Entry<String, Person> entry : new TreeMap<>(state.people).entrySet()) {
      Person person = entry.getValue();
      if (partitions.contains(person.partition)) {
        if (person.unread != null && person.unread <= clock.getAsLong() && person.said != null) {
          person.unread = clock.getAsLong() + resend;
          changes.add(person.said);
        }
        lookAt(entry.getKey(), changes);
      }
    }
    return new Ticked(positions, changes);
  }

  @Override
  public List<Long> confirm(List<Step<Presence>> steps) {
    return steps.stream().map(this::confirm).toList();
  }

  private long confirm(Step<Presence> step) {
    int partition = step.partition();
    long position = state.presence.getOrDefault(partition, Positions.UNKNOWN);
    if (position != step.from()) {
      return position;
    }
    for (Presence record : step.records()) {
      Person person = state.people.get(record.user().id());
      if (person == null || person.said == null) {
        if (record.status() != Status.OFFLINE) {
          claim(partition, List.of(record));
        }
      } else if (person.said.equals(record)) {
        person.unread = null;
        if (person.sessions.isEmpty() && person.said.status() == Status.OFFLINE) {
          state.people.remove(record.user().id());
        }
      } else if (person.unread == null) {
        person.unread = clock.getAsLong();
      }
    }
    state.presence.put(partition, step.to());
    return step.to();
  }

  @Override
  public void claim(int partition, List<Presence> published) {
    for (Presence record : published) {
      if (!state.people.containsKey(record.user().id())) {
        Person person = new Person(partition, record.user());
        person.said = record;
        long last = clock.getAsLong() + settle;
        person.sessions.put("", new Session("", record.status(), last, record.rooms()));
        state.people.put(record.user().id(), person);
      }
    }
  }

  @Override
  public void rebuilt(int partition, long next, boolean settling) {
    state.presence.put(partition, next);
    state.known.put(partition, clock.getAsLong() + (settling ? settle : 0));
  }

  private boolean isAlive(String lease) {
    return lease.isEmpty() || state.leases.getOrDefault(lease, 0L) > clock.getAsLong();
  }

  private boolean open(int partition, SessionEvent event) {
    if (!isAlive(event.lease())) {
      return false;
    }
    state
        .people
        .computeIfAbsent(event.user().id(), id -> new Person(partition, event.user()))
        .sessions
        .put(event.session(), new Session(event.lease(), event.status(), 0, event.rooms()));
    return true;
  }

  private boolean update(SessionEvent event) {
    Person person = state.people.get(event.user().id());
    Session session = person == null ? null : person.sessions.get(event.session());
    if (session == null) {
      return false;
    }
    switch (event.kind()) {
      case JOINED -> session.rooms.addAll(event.rooms());
      case LEFT -> session.rooms.removeAll(event.rooms());
      case STATUS -> session.status = event.status();
      default -> session.last = session.last == 0 ? clock.getAsLong() + linger : session.last;
    }
    return true;
  }

  private void lookAt(String user, List<Presence> changes) {
    Person person = state.people.get(user);
    if (person == null) {
      return;
    }
    long now = clock.getAsLong();
    person
        .sessions
        .values()
        .removeIf(session -> (session.last > 0 && session.last <= now) || !isAlive(session.lease));
    Status status = Status.OFFLINE;
    Set<String> rooms = new TreeSet<>();
    for (Session session : person.sessions.values()) {
      session.rooms.stream()
          .filter(room -> rooms.contains(room) || rooms.size() < Presence.MOST_ROOMS)
          .forEach(rooms::add);
      status = status == Status.ONLINE ? status : session.status;
    }
    Presence said = person.said;
    Status before = said == null ? Status.OFFLINE : said.status();
    List<String> roomsBefore = said == null ? List.of() : said.rooms();
    if (status != before || !roomsBefore.equals(List.copyOf(rooms))) {
      long at = Math.max(now, said == null ? 0 : said.at() + 1);
      long since = said == null || status != before ? at : said.since();
      person.said = new Presence(person.user, status, since, at, List.copyOf(rooms));
      person.unread = now + resend;
      changes.add(person.said);
    }
  }

  /** The users with data left although they were never published as online. */
  Set<String> stuck() {
    Set<String> stuck = new HashSet<>();
    state.people.forEach(
        (id, person) -> {
          if (person.sessions.isEmpty() || person.unread != null) {
            stuck.add(id);
          }
        });
    return stuck;
  }
}
