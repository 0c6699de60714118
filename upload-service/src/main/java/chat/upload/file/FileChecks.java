package chat.upload.file;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Which files to look at, and when: the table {@code file_checks}. Looking twice does no harm, so
 * any process may do it at any time.
 */
@Component
public class FileChecks {

  /** Over how many partitions they are spread. */
  public static final int SHARDS = 16;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement delete;

  /** A file that is to be looked at. */
  public record Due(int shard, Instant at, String file) {}

  FileChecks(CqlSession session) {
    this.session = session;
    this.insert = prepare("INSERT INTO file_checks (shard, due_at, file) VALUES (?, ?, ?)");
    this.select = prepare("SELECT * FROM file_checks WHERE shard = ? AND due_at <= ? LIMIT ?");
    this.delete = prepare("DELETE FROM file_checks WHERE shard = ? AND due_at = ? AND file = ?");
  }

  /** Has a file looked at. */
  public void add(String file, Instant at) {
    session.execute(insert.bind(Math.floorMod(file.hashCode(), SHARDS), at, file));
  }

  /** What is due in a shard, the oldest first. */
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

  /** A file was looked at. */
  public void done(Due due) {
    session.execute(delete.bind(due.shard(), due.at(), due.file()));
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
