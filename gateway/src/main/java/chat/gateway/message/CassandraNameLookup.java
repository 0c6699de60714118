package chat.gateway.message;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The table {@code user_by_name}, with a cache of recent look-ups. */
final class CassandraNameLookup implements NameLookup {

  private static final int KEPT = 10_000;
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final CqlSession session;
  private final PreparedStatement select;
  private final AsyncCache<String, Optional<String>> known =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(FRESH).buildAsync();

  CassandraNameLookup(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            SimpleStatement.newInstance(
                    "SELECT user_id, claimed_until FROM user_by_name WHERE name = ?")
                .setIdempotent(true));
  }

  @Override
  public CompletableFuture<Map<String, String>> find(Set<String> names) {
    Map<String, CompletableFuture<Optional<String>>> reads = new HashMap<>();
    names.forEach(name -> reads.put(name, known.get(name, (missing, executor) -> read(missing))));
    return CompletableFuture.allOf(reads.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, String> ids = new HashMap<>();
              reads.forEach((name, read) -> read.join().ifPresent(id -> ids.put(name, id)));
              return ids;
            });
  }

  private CompletableFuture<Optional<String>> read(String name) {
    return session
        .executeAsync(select.bind(name))
        .thenApply(rows -> settled(rows.one()))
        .toCompletableFuture();
  }

  /** A name under a temporary claim has no user yet. */
  private static Optional<String> settled(@Nullable Row row) {
    return row == null || !row.isNull("claimed_until")
        ? Optional.empty()
        : Optional.ofNullable(row.getString("user_id"));
  }
}
