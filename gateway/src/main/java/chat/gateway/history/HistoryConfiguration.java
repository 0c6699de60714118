package chat.gateway.history;

import chat.contract.log.ErasedUsers;
import chat.edge.ClockConfiguration;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.RoomFeed;
import chat.sockets.fanout.FanOutSettings;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

  /** Longer than the tables' first answer takes on a busy machine. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

  @Bean
  HistoryWorkers historyWorkers() {
    return new HistoryWorkers();
  }

  @Bean
  EventTables eventTables(
      CqlSession session, HistoryWorkers workers, HistorySettings settings, Deadlines deadlines) {
    return new WithoutErasedTexts(
        new CassandraEventTables(
            session,
            new HeldReactions(
                HeldReactions.MAX, HeldReactions.MAX_OF_ONE, settings.timeout(), deadlines),
            workers.executor()),
        new CassandraPendingTextErasures(session),
        workers.executor());
  }

  @Bean
  StoredRows storedRows(EventTables tables) {
    return new StoredRows(tables);
  }

  @Bean
  History history(
      RoomFeed feed,
      LogPositions positions,
      LogReader reader,
      EventTables tables,
      ErasedUsers erased,
      HistoryWorkers workers,
      HistorySettings settings,
      FanOutSettings hub,
      @Qualifier(ClockConfiguration.STEADY) InstantSource clock,
      Deadlines deadlines) {
    Archive archive =
        new Archive(new Watermarks(positions, clock), reader, tables, erased, workers.executor());
    long maxMissedBytes = hub.outboundBytes().toBytes();
    return new History(feed::logOf, positions, archive, settings, maxMissedBytes, deadlines);
  }

  @Bean
  WarmUp firstLook(
      History history, RoomFeed feed, @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
    return new WarmUp(feed::isReady, history::probe, FIRST_LOOK, clock);
  }
}
