package chat.upload.file;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The table {@code files}. Every write has a condition, so that none makes a row anew that another
 * process has taken away.
 */
@Component
public class Files {

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement changeStatus;
  private final PreparedStatement markDeleted;
  private final PreparedStatement setThumbnail;
  private final PreparedStatement setAnnounced;
  private final PreparedStatement delete;

  Files(CqlSession session) {
    this.session = session;
    this.insert =
        session.prepare(
            "INSERT INTO files (id, owner, room, name, content_type, size, sha256, status,"
                + " status_at, created_at, shown_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " IF NOT EXISTS");
    this.select = session.prepare("SELECT * FROM files WHERE id = ?");
    this.changeStatus =
        session.prepare("UPDATE files SET status = ?, status_at = ? WHERE id = ? IF status = ?");
    this.markDeleted =
        session.prepare("UPDATE files SET status = ?, status_at = ? WHERE id = ? IF EXISTS");
    this.setThumbnail = session.prepare("UPDATE files SET thumbnail = ? WHERE id = ? IF EXISTS");
    this.setAnnounced = session.prepare("UPDATE files SET announced = ? WHERE id = ? IF EXISTS");
    this.delete = session.prepare("DELETE FROM files WHERE id = ? IF EXISTS");
  }

  /** Makes a file known. From here on it is there for others. */
  void add(StoredFile file) {
    BoundStatement row =
        insert
            .boundStatementBuilder()
            .setString("id", file.id())
            .setString("owner", file.owner())
            .setString("name", file.name())
            .setString("content_type", file.contentType())
            .setLong("size", file.size())
            .setString("sha256", file.sha256())
            .setString("status", file.status().word())
            .setInstant("status_at", file.statusAt())
            .setInstant("created_at", file.createdAt())
            .build();
    if (file.room() != null) {
      row = row.setString("room", file.room());
    }
    if (file.shownSha256() != null) {
      row = row.setString("shown_sha256", file.shownSha256());
    }
    session.execute(row);
  }

  /** The file of an id. */
  public Optional<StoredFile> find(String id) {
    return Optional.ofNullable(session.execute(select.bind(id)).one()).map(Files::file);
  }

  /** Changes the status, if it is what it is thought to be; says whether it was. */
  public boolean change(String id, FileStatus from, FileStatus to, Instant now) {
    return session.execute(changeStatus.bind(to.word(), now, id, from.word())).wasApplied();
  }

  /** Hides a file that is about to go, whatever its status; says whether it was there. */
  public boolean markDeleted(String id, Instant now) {
    return session.execute(markDeleted.bind(FileStatus.DELETED.word(), now, id)).wasApplied();
  }

  /** Remembers the type of the thumbnail that was made, or that there is none. */
  void setThumbnail(String id, String type) {
    session.execute(setThumbnail.bind(type, id));
  }

  /** Remembers that {@code chat.files} has the file as it is. */
  public void setAnnounced(String id) {
    session.execute(setAnnounced.bind(true, id));
  }

  /** Remembers that something of it is yet to be told. */
  void setUnannounced(String id) {
    session.execute(setAnnounced.bind(false, id));
  }

  /** Forgets a file, of which nothing else is there any more. */
  public void remove(String id) {
    session.execute(delete.bind(id));
  }

  private static StoredFile file(Row row) {
    return new StoredFile(
        text(row, "id"),
        text(row, "owner"),
        row.getString("room"),
        text(row, "name"),
        text(row, "content_type"),
        row.getLong("size"),
        text(row, "sha256"),
        FileStatus.of(text(row, "status")),
        Objects.requireNonNull(row.getInstant("status_at")),
        Objects.requireNonNull(row.getInstant("created_at")),
        row.getString("shown_sha256"),
        row.getString("thumbnail"),
        row.getBoolean("announced"));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }
}
