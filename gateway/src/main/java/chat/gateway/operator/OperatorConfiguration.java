package chat.gateway.operator;

import chat.contract.log.ErasedUsers;
import chat.gateway.history.History;
import chat.gateway.history.StoredRows;
import chat.gateway.log.FeedConsumers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogScan;
import chat.gateway.log.LogVerdicts;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.StoredTimes;
import chat.gateway.peer.PeerCalls;
import chat.gateway.peer.PeerDirectory;
import chat.gateway.room.Reading;
import chat.sockets.fanout.Hub;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OperatorConfiguration {

  @Bean(destroyMethod = "close")
  OperatorWork operatorWork() {
    return new OperatorWork();
  }

  @Bean
  EventFacts eventFacts(
      RoomFeed feed,
      LogVerdicts verdicts,
      LogPositions positions,
      StoredTimes times,
      History history,
      Reading reading) {
    return new EventFacts(feed, verdicts, positions, times, history, reading);
  }

  @Bean
  DeadLetters deadLetters(FeedConsumers consumers, Admin logAdmin) {
    return new DeadLetters(consumers, logAdmin);
  }

  @Bean
  TablesRun.Sources checkedTables(
      RoomFeed feed,
      LogPositions positions,
      LogScan scan,
      StoredRows rows,
      ErasedUsers erased,
      InstantSource clock) {
    return new TablesRun.Sources(feed, positions, scan, rows, erased, clock);
  }

  @Bean
  GatewayQuestions gatewayQuestions(
      Hub hub, RoomFeed feed, PeerDirectory directory, PeerCalls peers, InstantSource clock) {
    return new GatewayQuestions(hub, feed, directory, peers, clock.millis());
  }
}
