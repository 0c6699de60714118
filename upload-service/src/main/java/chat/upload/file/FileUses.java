package chat.upload.file;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * The uses of files by messages: the tables {@code file_uses} and {@code files_used}. A use is
 * named by the message's sender and id, so a message that is in the log twice is one use. The end
 * of a use is a separate mark, so records may be read again in any order.
 */
@Component
public class FileUses {

  private static final int PAGE = 500;

  /** Maximum number of pages to read: a file may be used a million times, and ended uses stay. */
  private static final int MOST_PAGES = 20;

  /** Sorts after every use in a room. */
  private static final String LAST_USE = "\uDBFF\uDFFF";

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
    this.selectUses =
        prepare(
            "SELECT place, usage, ended FROM file_uses"
                + " WHERE file = ? AND (place, usage) > (?, ?) LIMIT "
                + PAGE);
    this.selectUsed = prepare("SELECT file, usage FROM files_used WHERE place = ? AND seq = ?");
  }

  /** Records a use. */
  public void add(String file, String room, String use, long seq) {
    session.execute(insertUsed.bind(room, seq, file, use));
    session.execute(insertUse.bind(file, room, use, seq));
  }

  /** The uses by the message with a seq. */
  public List<Used> at(String room, long seq) {
    return session.execute(selectUsed.bind(room, seq)).all().stream()
        .map(row -> new Used(text(row, "file"), text(row, "usage")))
        .toList();
  }

  /** Records the end of a use. */
  public void end(Used used, String room) {
    session.execute(endUse.bind(used.file(), room, used.use()));
  }

  /**
   * The rooms where a file is used now, by name.
   *
   * @param most maximum number of rooms; those behind {@value #PAGE} times {@value #MOST_PAGES}
   *     uses are not found
   */
  public List<String> roomsOf(String file, int most) {
    List<String> rooms = new ArrayList<>();
    var unused = look(file, most, rooms);
    return rooms;
  }

  /** Whether a file is used now; also true if too many ended uses were found to tell. */
  public boolean isUsed(String file) {
    List<String> rooms = new ArrayList<>();
    return !look(file, 1, rooms) || !rooms.isEmpty();
  }

  /**
   * Collects rooms and tells whether there are no others. Skips the rest of a room once it is
   * found.
   */
  private boolean look(String file, int most, List<String> rooms) {
    String room = "";
    String use = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      List<Row> rows = session.execute(selectUses.bind(file, room, use)).all();
      for (Row row : rows) {
        boolean next = !text(row, "place").equals(last(rooms));
        if (next && !row.getBoolean("ended")) {
          rooms.add(text(row, "place"));
        }
        if (rooms.size() == most) {
          return false;
        }
      }
      if (rows.size() < PAGE) {
        return true;
      }
      room = text(rows.get(PAGE - 1), "place");
      use = room.equals(last(rooms)) ? LAST_USE : text(rows.get(PAGE - 1), "usage");
    }
    return false;
  }

  private static String last(List<String> rooms) {
    return rooms.isEmpty() ? "" : rooms.get(rooms.size() - 1);
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column), column);
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
