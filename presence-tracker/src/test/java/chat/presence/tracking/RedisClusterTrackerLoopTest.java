package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.presence.PresenceKeys;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import chat.infra.devstack.RedisCluster;
import io.lettuce.core.cluster.SlotHash;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class RedisClusterTrackerLoopTest extends TrackerLoopContract {

  private static final int SERVERS = 3;
  private static final LettuceConnectionFactory CONNECTIONS = TestRedis.cluster();

  RedisClusterTrackerLoopTest() {
    super(CONNECTIONS);
  }

  @AfterAll
  static void close() {
    CONNECTIONS.destroy();
  }

  @Test
  void without_a_server_the_partitions_of_the_others_are_served_and_with_it_all() {
    track(store());
    for (int server = 1; server <= SERVERS; server++) {
      Author there = personAt(server);
      tell(Kind.OPENED, there, "first", "dev");
      awaitStatus(there, Status.ONLINE);
      RedisCluster.shared().kill(server);
      tell(Kind.CLOSED, there, "first");

      Author elsewhere = personAt(1 + server % SERVERS);
      tell(Kind.OPENED, elsewhere, "s", "dev");
      awaitStatus(elsewhere, Status.ONLINE);

      RedisCluster.shared().start(server);
      awaitStatus(there, Status.OFFLINE);
      tell(Kind.OPENED, there, "second", "dev");
      awaitStatus(there, Status.ONLINE);
      assertThat(statuses(there)).containsExactly(Status.ONLINE, Status.OFFLINE, Status.ONLINE);
      assertThat(statuses(elsewhere)).containsExactly(Status.ONLINE);
    }
  }

  /** A user whose presence is at a server, counted from 1: each has a third of the slots. */
  private static Author personAt(int server) {
    return Stream.generate(() -> new Author("p-" + UUID.randomUUID(), "person"))
        .filter(
            who ->
                SlotHash.getSlot(PresenceKeys.inCluster(partition(who)).leases())
                        * SERVERS
                        / SlotHash.SLOT_COUNT
                    == server - 1)
        .findFirst()
        .orElseThrow();
  }
}
