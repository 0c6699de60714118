package chat.writer.room;

import chat.writer.room.RemovalEffect.RemovalAdvanced;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RemovalEffect.RemovalDone;
import chat.writer.room.RemovalEffect.RemovalsDone;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.List;

/** The statements for removals. */
final class CassandraRemovalWrites {

  private final PreparedStatement begin;
  private final PreparedStatement advance;
  private final PreparedStatement end;
  private final PreparedStatement endAll;
  private final PreparedStatement hideTexts;
  private final PreparedStatement showTexts;

  CassandraRemovalWrites(CassandraStatements statements) {
    begin =
        statements.prepare(
            "INSERT INTO removals (partition, seq, room, target) VALUES (?, ?, ?, ?)"
                + " USING TIMESTAMP ?");
    // Of two values with one timestamp Cassandra keeps the greater, which is the later progress.
    advance =
        statements.prepare(
            "UPDATE removals USING TIMESTAMP ? SET after = ? WHERE partition = ? AND seq = ?");
    end =
        statements.prepare(
            "DELETE FROM removals USING TIMESTAMP ? WHERE partition = ? AND seq = ?");
    endAll =
        statements.prepare("UPDATE removals USING TIMESTAMP ? SET done = ? WHERE partition = ?");
    hideTexts =
        statements.prepare(
            "INSERT INTO texts_going (room, target, seq) VALUES (?, ?, ?) USING TIMESTAMP ?");
    // An hour is much longer than any reader takes. The timestamp is later than that of the
    // replaced row.
    showTexts =
        statements.prepare(
            "INSERT INTO texts_going (room, target, seq) VALUES (?, ?, ?)"
                + " USING TIMESTAMP ? AND TTL 3600");
  }

  /** The statements, in the order in which they have to be executed. */
  List<BoundStatement> of(RemovalEffect effect) {
    if (effect instanceof RemovalBegun it) {
      return begin(it.removal());
    }
    if (effect instanceof RemovalAdvanced it) {
      Removal removal = it.removal();
      return List.of(
          advance.bind(removal.seq(), removal.after(), removal.partition(), removal.seq()));
    }
    if (effect instanceof RemovalDone it) {
      return end(it.removal());
    }
    RemovalsDone it = (RemovalsDone) effect;
    return List.of(endAll.bind(it.seq(), it.seq(), it.partition()));
  }

  private List<BoundStatement> begin(Removal removal) {
    long seq = removal.seq();
    BoundStatement row =
        begin.bind(removal.partition(), seq, removal.room(), removal.target(), seq);
    return removal.target() == 0
        ? List.of(row)
        : List.of(row, hideTexts.bind(removal.room(), removal.target(), seq, seq));
  }

  private List<BoundStatement> end(Removal removal) {
    long seq = removal.seq();
    BoundStatement row = end.bind(seq, removal.partition(), seq);
    return removal.target() == 0
        ? List.of(row)
        : List.of(showTexts.bind(removal.room(), removal.target(), seq, seq + 1), row);
  }
}
