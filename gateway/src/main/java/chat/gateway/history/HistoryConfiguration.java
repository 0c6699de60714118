package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.RoomFeed;
import chat.sockets.fanout.BroadcastSettings;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

  /** Longer than tables that are there need for the first answer on a busy machine. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

  @Bean
  HistoryWorkers historyWorkers() {
    return new HistoryWorkers();
  }

  @Bean
  History history(
      RoomFeed feed,
      LogPositions positions,
      LogReader reader,
      CqlSession session,
      ErasedUsers erased,
      HistoryWorkers workers,
      HistorySettings settings,
      BroadcastSettings broadcast,
      InstantSource clock,
      Deadlines deadlines) {
    EventTables tables =
        new WithoutGoingTexts(
            new CassandraEventTables(
                session,
                new HeldReactions(
                    HeldReactions.MOST, HeldReactions.MOST_OF_ONE, settings.timeout(), deadlines),
                workers.executor()),
            new CassandraTextsGoing(session),
            workers.executor());
    Archive archive =
        new Archive(new Watermarks(positions, clock), reader, tables, erased, workers.executor());
    long maxMissedBytes = broadcast.outboundBytes().toBytes();
    return new History(feed::logOf, positions, archive, settings, maxMissedBytes, deadlines);
  }

  @Bean
  FirstLook firstLook(History history, RoomFeed feed, InstantSource clock) {
    return new FirstLook(feed::isReady, history::look, FIRST_LOOK, clock);
  }
}
