package chat.upload.file;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * The checks of files that are due at some time: the table {@code file_checks}. A check may be done
 * twice, by any process at any time.
 */
@Component
public class FileChecks {

  /** The number of partitions over which the checks are spread. */
  public static final int SHARDS = 16;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement delete;

  /** A check that is due. */
  public record Due(int shard, Instant at, String file) {}

  FileChecks(CqlSession session) {
    this.session = session;
    this.insert = prepare("INSERT INTO file_checks (shard, due_at, file) VALUES (?, ?, ?)");
    this.select = prepare("SELECT * FROM file_checks WHERE shard = ? AND due_at <= ? LIMIT ?");
    this.delete = prepare("DELETE FROM file_checks WHERE shard = ? AND due_at = ? AND file = ?");
  }

  /** Schedules a check of a file. */
  public void add(String file, Instant at) {
    session.execute(insert.bind(Math.floorMod(file.hashCode(), SHARDS), at, file));
  }

  /** The due checks of a shard, the oldest first. */
  public List<Due> due(int shard, Instant now, int most) {
    return session.execute(select.bind(shard, now, most)).all().stream()
        .map(
            row ->
                new Due(
                    shard,
                    Objects.requireNonNull(row.getInstant("due_at")),
                    Objects.requireNonNull(row.getString("file"))))
        .toList();
  }

  /** Removes a check that was done. */
  public void done(Due due) {
    session.execute(delete.bind(due.shard(), due.at(), due.file()));
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
