package chat.infra.prove.judge;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A history in which every promise is kept: two members in a public and a private room, a guest
 * that is let into the private one and out again, and a stranger.
 */
final class HonestHistory {

  static final int OPEN = 0;
  static final int HIDDEN = 1;
  static final int GUEST = 2;
  static final int STRANGER = 3;
  private static final int MEMBERS = 2;
  private static final long STEP = 1_000_000;
  private static final int UNREAD = 4;

  static final Cast CAST =
      new Cast(
          4,
          List.of(0, 1, GUEST, STRANGER),
          List.of(
              new Cast.Room("open", false, Set.of(0, 1)),
              new Cast.Room("hidden", true, Set.of(0, 1))));

  private record Logged(int room, long seq, long prev, long id) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Logged> log = new ArrayList<>();
  private final List<Entry> members = new ArrayList<>();
  private final long[] last = new long[2];
  private final int[] sent = new int[4];
  private boolean isGuestIn;

  private HonestHistory() {}

  static List<Entry> entries() {
    return new HonestHistory().write();
  }

  private List<Entry> write() {
    for (int room = 0; room <= HIDDEN; room++) {
      append(room, 0);
      for (int client = 0; client < MEMBERS; client++) {
        add(Kind.CONNECTED, client, 0, 0, 0, 0);
        add(Kind.JOINED, client, room, last[room], -1, -1);
        add(Kind.STARTED, client, room, last[room], 0, 0);
      }
    }
    talk(6);
    add(Kind.LOG_STOPPED, 0, 0, 0, 0, 0);
    add(Kind.LOG_REPAIRED, 0, 0, 0, 0, 0);
    guest(true);
    talk(6);
    resume();
    guest(false);
    talk(6);
    add(Kind.PROBED, STRANGER, HIDDEN, 404, 0, 0);
    for (int file = 1; file <= 10; file++) {
      add(Kind.UPLOADING, 0, OPEN, 0, 0, file);
    }
    add(Kind.UPLOADED, 0, OPEN, 0, 0, 1);
    add(Kind.LOAD_ENDED, 0, 0, 0, 0, 0);
    page();
    end();
    return entries;
  }

  private void add(Kind kind, int client, int room, long seq, long prev, long id) {
    entries.add(new Entry(entries.size() * STEP, kind, client, 1, room, seq, prev, id));
  }

  private Logged append(int room, long id) {
    Logged event = new Logged(room, last[room] + 3, last[room], id);
    log.add(event);
    last[room] = event.seq();
    return event;
  }

  private void talk(int count) {
    for (int i = 0; i < count; i++) {
      int room = i % 2;
      int sender = i / 2 % MEMBERS;
      long id = MessageId.of(sender, ++sent[sender]);
      add(Kind.SENT, sender, room, 0, 0, id);
      Logged event = append(room, id);
      deliver(event);
      add(Kind.ACKED, sender, room, event.seq(), 0, id);
    }
  }

  private void deliver(Logged event) {
    for (int client = 0; client < MEMBERS; client++) {
      show(client, event, Kind.RECEIVED);
    }
    if (isGuestIn && event.room() == HIDDEN) {
      show(GUEST, event, Kind.RECEIVED);
    }
  }

  private void show(int client, Logged event, Kind how) {
    add(how, client, event.room(), event.seq(), event.prev(), event.id());
    if (event.id() != 0 && MessageId.client(event.id()) == client) {
      add(Kind.CAME, client, event.room(), event.seq(), 0, event.id());
    }
    add(Kind.SHOWN, client, event.room(), event.seq(), event.prev(), event.id());
  }

  private void guest(boolean isAdded) {
    if (isAdded) {
      add(Kind.ADDING, GUEST, HIDDEN, 0, 0, 0);
    }
    Logged event = append(HIDDEN, 0);
    members.add(new Entry(0, Kind.MEMBER, GUEST, 0, HIDDEN, event.seq(), 0, isAdded ? 1 : 0));
    deliver(event);
    if (isAdded) {
      add(Kind.CONNECTED, GUEST, 0, 0, 0, 0);
      add(Kind.JOINED, GUEST, HIDDEN, event.seq(), -1, -1);
      add(Kind.STARTED, GUEST, HIDDEN, event.seq(), 0, 0);
    } else {
      add(Kind.LEFT, GUEST, HIDDEN, 0, 0, 0);
    }
    isGuestIn = isAdded;
  }

  /** The first client loses its socket, and misses two events that are replayed. */
  private void resume() {
    add(Kind.CLOSED, 0, 0, 1006, 0, 0);
    long after = last[OPEN];
    long id = MessageId.of(1, ++sent[1]);
    add(Kind.SENT, 1, OPEN, 0, 0, id);
    Logged event = append(OPEN, id);
    show(1, event, Kind.RECEIVED);
    add(Kind.ACKED, 1, OPEN, event.seq(), 0, id);
    add(Kind.CONNECTED, 0, 0, 0, 0, 0);
    add(Kind.JOINED, 0, OPEN, event.seq(), after, 1);
    add(Kind.JOINED, 0, HIDDEN, last[HIDDEN], last[HIDDEN], 0);
    show(0, event, Kind.RECEIVED);
  }

  /** The first client reads a page, as one does that missed too much. */
  private void page() {
    List<Logged> events = log.stream().filter(e -> e.room() == OPEN).toList();
    add(Kind.PAGE, 0, OPEN, 0, 0, events.size());
    events.forEach(e -> add(Kind.PAGED, 0, OPEN, e.seq(), e.prev(), e.id()));
  }

  private void end() {
    for (int gateway = 0; gateway < 2; gateway++) {
      for (Logged event : log) {
        entries.add(
            new Entry(
                0, Kind.LOGGED, 0, gateway, event.room(), event.seq(), event.prev(), event.id()));
      }
    }
    for (int gateway = 0; gateway < 2; gateway++) {
      for (int room = 0; room <= HIDDEN; room++) {
        int events = room;
        long count = log.stream().filter(e -> e.room() == events).count();
        entries.add(new Entry(0, Kind.LOG_READ, 0, gateway, room, 0, 0, count));
      }
    }
    entries.addAll(members);
    add(Kind.LIST_READ, 0, 0, 0, 0, 2);
    list();
    add(Kind.FILE_READ, 0, 0, 1, 0, 1);
  }

  private void list() {
    long marker = log.stream().filter(e -> e.room() == OPEN).toList().get(UNREAD).seq();
    add(Kind.MARKED, 0, OPEN, marker, 0, 0);
    add(Kind.UNREAD, 0, OPEN, marker, last[OPEN], unread(OPEN, marker));
    add(Kind.UNREAD, 0, HIDDEN, 0, last[HIDDEN], unread(HIDDEN, 0));
  }

  private long unread(int room, long marker) {
    return log.stream()
        .filter(e -> e.room() == room && e.seq() > marker && e.id() != 0)
        .filter(e -> MessageId.client(e.id()) != 0)
        .count();
  }
}
