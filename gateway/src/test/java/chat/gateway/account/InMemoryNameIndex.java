package chat.gateway.account;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Usernames, kept in memory. Threads may share it. */
final class InMemoryNameIndex implements NameIndex {

  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparing(Entry::name).thenComparing(Entry::user));

  @Override
  public synchronized void add(String name, String user) {
    entries.add(new Entry(name, user));
  }

  @Override
  public synchronized void remove(String name, String user) {
    entries.remove(new Entry(name, user));
  }

  @Override
  public synchronized List<Entry> find(String prefix, @Nullable String after, int limit) {
    return entries.stream()
        .filter(entry -> entry.name().startsWith(prefix))
        .filter(entry -> after == null || entry.name().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }
}
