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
 * The table {@code files}. Every write has a condition, so that none creates a row again that
 * another process has removed.
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

  /** Adds a file, which makes it visible. */
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

  /** The file with an id. */
  public Optional<StoredFile> find(String id) {
    return Optional.ofNullable(session.execute(select.bind(id)).one()).map(Files::file);
  }

  /** Changes the status from an expected one; returns false if it had another one. */
  public boolean change(String id, FileStatus from, FileStatus to, Instant now) {
    return session.execute(changeStatus.bind(to.word(), now, id, from.word())).wasApplied();
  }

  /**
   * Hides a file that is being removed, whatever its status; returns false if there is no such
   * file.
   */
  public boolean markDeleted(String id, Instant now) {
    return session.execute(markDeleted.bind(FileStatus.DELETED.word(), now, id)).wasApplied();
  }

  /** Records the type of the thumbnail, or that there is none. */
  void setThumbnail(String id, String type) {
    session.execute(setThumbnail.bind(type, id));
  }

  /** Records that {@code chat.files} has the file's current state. */
  public void setAnnounced(String id) {
    session.execute(setAnnounced.bind(true, id));
  }

  /** Records that a change of the file is still to be published. */
  void setUnannounced(String id) {
    session.execute(setAnnounced.bind(false, id));
  }

  /** Removes the row of a file, when nothing else of it is left. */
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
