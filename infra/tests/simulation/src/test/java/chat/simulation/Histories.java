package chat.simulation;

import chat.contract.log.ErasedUsers;
import chat.gateway.history.Archive;
import chat.gateway.history.History;
import chat.gateway.history.HistorySettings;
import chat.gateway.history.Watermarks;
import chat.gateway.history.WithoutErasedTexts;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.PartitionLog;
import java.time.InstantSource;
import java.util.function.Function;

/** Creates histories over simulated tables. */
final class Histories {

  private static final long MAX_MISSED_BYTES = 1_000_000;

  private Histories() {}

  static History over(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      LogReader reader,
      SimulatedTables tables,
      HistorySettings settings,
      InstantSource clock,
      Deadlines deadlines) {
    Archive archive =
        new Archive(
            new Watermarks(positions, clock),
            reader,
            new WithoutErasedTexts(tables, tables::textsGoing, Runnable::run),
            new ErasedUsers(),
            Runnable::run);
    return new History(logs, positions, archive, settings, MAX_MISSED_BYTES, deadlines);
  }
}
