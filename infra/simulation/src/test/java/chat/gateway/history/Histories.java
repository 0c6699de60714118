package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Histories over whatever is given. */
public final class Histories {

  private Histories() {}

  /** The tables, for tests of other packages. */
  public interface Rows {

    CompletionStage<List<LoggedEvent>> before(String room, long before, int limit);

    CompletionStage<List<LoggedEvent>> between(String room, long after, long before, int limit);

    /** The deleted messages among some whose edits may still have texts. */
    CompletionStage<Map<Long, Long>> textsGoing(String room, Set<Long> targets);
  }

  public static History over(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      LogReader reader,
      Rows rows,
      HistorySettings settings,
      Deadlines deadlines) {
    EventTables tables =
        new EventTables() {
          @Override
          public CompletionStage<List<LoggedEvent>> before(String room, long before, int limit) {
            return rows.before(room, before, limit);
          }

          @Override
          public CompletionStage<List<LoggedEvent>> between(
              String room, long after, long before, int limit) {
            return rows.between(room, after, before, limit);
          }
        };
    Archive archive =
        new Archive(
            positions, reader, new WithoutGoingTexts(tables, rows::textsGoing), new ErasedUsers());
    return new History(logs, positions, archive, settings, deadlines);
  }
}
