package chat.gateway.account;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Usernames in the table {@code user_names}, partitioned by their first two characters. */
@Component
final class CassandraNameIndex implements NameIndex {

  /** The characters of a folded username after the first, in the order of the table. */
  private static final String SECOND = "-.0123456789_abcdefghijklmnopqrstuvwxyz";

  private static final int BEGINNING = 2;

  /** Greater than any character of a username. */
  private static final String END = "\u007f";

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement delete;
  private final PreparedStatement select;

  CassandraNameIndex(CqlSession session) {
    this.session = session;
    ConditionalWrites writes = new ConditionalWrites(session);
    this.insert =
        writes.prepare("INSERT INTO user_names (beginning, name, user_id) VALUES (?, ?, ?)");
    this.delete =
        writes.prepare("DELETE FROM user_names WHERE beginning = ? AND name = ? AND user_id = ?");
    this.select =
        writes.prepare(
            "SELECT name, user_id FROM user_names"
                + " WHERE beginning = ? AND name > ? AND name < ? LIMIT ?");
  }

  @Override
  public void add(String name, String user) {
    session.execute(insert.bind(beginning(name), name, user));
  }

  @Override
  public void remove(String name, String user) {
    session.execute(delete.bind(beginning(name), name, user));
  }

  @Override
  public List<Entry> find(String prefix, @Nullable String after, int limit) {
    // A name is greater than its prefix, or equal.
    String justBefore = prefix.substring(0, prefix.length() - 1) + before(prefix);
    String from = after == null || after.compareTo(justBefore) < 0 ? justBefore : after;
    String to = prefix + END;
    List<CompletableFuture<AsyncResultSet>> parts =
        beginnings(prefix, from).stream()
            .map(part -> session.executeAsync(select.bind(part, from, to, limit)))
            .map(answer -> answer.toCompletableFuture())
            .toList();
    return parts.stream()
        .flatMap(part -> StreamSupport.stream(part.join().currentPage().spliterator(), false))
        .limit(limit)
        .map(CassandraNameIndex::entry)
        .toList();
  }

  private static String before(String prefix) {
    return (char) (prefix.charAt(prefix.length() - 1) - 1) + END;
  }

  private static List<String> beginnings(String prefix, String from) {
    return prefix.length() >= BEGINNING
        ? List.of(beginning(prefix))
        : SECOND
            .chars()
            .mapToObj(second -> prefix + (char) second)
            .filter(part -> (part + END).compareTo(from) > 0)
            .toList();
  }

  private static String beginning(String name) {
    return name.substring(0, BEGINNING);
  }

  private static Entry entry(Row row) {
    return new Entry(
        Objects.requireNonNull(row.getString("name")),
        Objects.requireNonNull(row.getString("user_id")));
  }
}
