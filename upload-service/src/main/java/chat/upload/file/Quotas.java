package chat.upload.file;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * The storage of each user: the table {@code files_of_owner}. An upload counts from its start, with
 * its announced size, so that parallel uploads can't exceed the quota together. A dead upload
 * counts for an hour.
 */
@Component
public class Quotas {

  private final UploadSettings settings;
  private final CqlSession session;
  private final PreparedStatement reserve;
  private final PreparedStatement total;
  private final PreparedStatement keep;
  private final PreparedStatement release;
  private final PreparedStatement select;

  Quotas(UploadSettings settings, CqlSession session) {
    this.settings = settings;
    this.session = session;
    this.reserve =
        prepare("INSERT INTO files_of_owner (owner, id, size) VALUES (?, ?, ?) USING TTL 3600");
    this.total =
        prepare("SELECT sum(size) AS bytes, count(*) AS files FROM files_of_owner WHERE owner = ?");
    this.keep = prepare("INSERT INTO files_of_owner (owner, id, size) VALUES (?, ?, ?)");
    this.release = prepare("DELETE FROM files_of_owner WHERE owner = ? AND id = ?");
    this.select = prepare("SELECT id FROM files_of_owner WHERE owner = ?");
  }

  /** Reserves a maximum size for an upload, or refuses it. */
  void reserve(String owner, String id, long bytes) {
    session.execute(reserve.bind(owner, id, bytes));
    Row sum = Objects.requireNonNull(session.execute(total.bind(owner)).one());
    if (sum.getLong("bytes") > settings.quota().toBytes()
        || sum.getLong("files") > settings.quotaFiles()) {
      release(owner, id);
      throw Refusal.of(
          ProblemCode.TOO_LARGE,
          "You may keep %d files of %d bytes together, and this would be more"
              .formatted(settings.quotaFiles(), settings.quota().toBytes()));
    }
  }

  /** Counts a file with its final size while it exists. */
  void keep(String owner, String id, long bytes) {
    session.execute(keep.bind(owner, id, bytes));
  }

  /** Stops counting a file. */
  public void release(String owner, String id) {
    session.execute(release.bind(owner, id));
  }

  /** The ids of a user's files, including uploads in progress. */
  public Stream<String> files(String owner) {
    return StreamSupport.stream(session.execute(select.bind(owner)).spliterator(), false)
        .map(row -> Objects.requireNonNull(row.getString("id")));
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
