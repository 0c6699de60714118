package chat.upload.file;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Where files are used: the tables {@code file_uses} and {@code files_used}. A use is named by the
 * message's sender and id, so a message that stands in the log twice is one use; and that it ended
 * is a mark of its own, so the order in which records are read again does not matter.
 */
@Component
public class FileUses {

  private final CqlSession session;
  private final PreparedStatement insertUse;
  private final PreparedStatement insertUsed;
  private final PreparedStatement endUse;
  private final PreparedStatement selectUses;
  private final PreparedStatement selectUsed;

  /** A use of a file by a message. */
  public record Used(String file, String use) {}

  FileUses(CqlSession session) {
    this.session = session;
    this.insertUse = prepare("INSERT INTO file_uses (file, place, usage, seq) VALUES (?, ?, ?, ?)");
    this.insertUsed =
        prepare("INSERT INTO files_used (place, seq, file, usage) VALUES (?, ?, ?, ?)");
    this.endUse =
        prepare("UPDATE file_uses SET ended = true WHERE file = ? AND place = ? AND usage = ?");
    this.selectUses = prepare("SELECT place, ended FROM file_uses WHERE file = ?");
    this.selectUsed = prepare("SELECT file, usage FROM files_used WHERE place = ? AND seq = ?");
  }

  /** Remembers that a file is used. */
  public void add(String file, String room, String use, long seq) {
    session.execute(insertUsed.bind(room, seq, file, use));
    session.execute(insertUse.bind(file, room, use, seq));
  }

  /** The uses by the message at a place. */
  public List<Used> at(String room, long seq) {
    return session.execute(selectUsed.bind(room, seq)).all().stream()
        .map(row -> new Used(text(row, "file"), text(row, "usage")))
        .toList();
  }

  /** Remembers that a use has ended. */
  public void end(Used used, String room) {
    session.execute(endUse.bind(used.file(), room, used.use()));
  }

  /** The rooms where a file is used now. */
  public Set<String> roomsOf(String file) {
    return session.execute(selectUses.bind(file)).all().stream()
        .filter(row -> !row.getBoolean("ended"))
        .map(row -> text(row, "place"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
