package chat.infra.prove.judge;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Room lists count the messages of others behind the user's marker, which never goes back. */
final class UnreadCheck implements Check {

  private static final int MOST = 999;

  private final Cast cast;
  private final Logs logs;
  private final Findings findings;
  private final Map<Long, Long> marked = new HashMap<>();
  private final Map<Integer, Set<Integer>> lists = new HashMap<>();

  UnreadCheck(Cast cast, Logs logs, Findings findings) {
    this.cast = cast;
    this.logs = logs;
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    long key = (long) entry.client() << 32 | entry.room();
    switch (entry.kind()) {
      case MARKED -> marked.merge(key, entry.seq(), Math::max);
      case LIST_READ -> lists.put(entry.client(), new HashSet<>());
      case UNREAD -> {
        lists.computeIfAbsent(entry.client(), user -> new HashSet<>()).add(entry.room());
        check(entry, marked.getOrDefault(key, 0L));
      }
      default -> {}
    }
  }

  /** A list has all rooms of its user. */
  @Override
  public void finish() {
    lists.forEach(
        (user, rooms) -> {
          for (int room = 0; room < cast.rooms().size(); room++) {
            if (cast.rooms().get(room).members().contains(user) && !rooms.contains(room)) {
              findings.add(
                  Rule.UNREAD_WRONG, "room %d of user %d: not in the list".formatted(room, user));
            }
          }
        });
  }

  private void check(Entry entry, long marker) {
    if (logs.isUnknown(entry.room())) {
      return;
    }
    Logs.Log log = logs.of(entry.room());
    if (entry.seq() < marker) {
      add(entry, "the marker is " + entry.seq() + " instead of " + marker);
    }
    if (entry.prev() != log.last()) {
      add(entry, "the last event is " + entry.prev() + " instead of " + log.last());
    }
    int unread = unread(log, entry);
    if (entry.id() != unread) {
      add(entry, entry.id() + " unread instead of " + unread);
    }
  }

  private int unread(Logs.Log log, Entry entry) {
    int unread = 0;
    for (int i = log.after(entry.seq()); i < log.size() && unread < MOST; i++) {
      long id = log.id(i);
      if (id > 0 && cast.userOf().get(MessageId.client(id)) != entry.client()) {
        unread++;
      }
    }
    return unread;
  }

  private void add(Entry entry, String text) {
    findings.add(
        Rule.UNREAD_WRONG, "room %d of user %d: %s".formatted(entry.room(), entry.client(), text));
  }
}
