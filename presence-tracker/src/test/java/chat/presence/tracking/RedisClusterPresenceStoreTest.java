package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceKeys;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class RedisClusterPresenceStoreTest extends PresenceStoreContract {

  private static final int PARTITIONS = 24;

  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  @BeforeAll
  static void connect() {
    connections = TestRedis.cluster();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void disconnect() {
    connections.destroy();
  }

  @Test
  void partitions_are_spread_over_all_servers_and_a_tick_serves_each() {
    PresenceStore store = store();
    acquire("lease");
    for (int partition = 0; partition < PARTITIONS; partition++) {
      store.open(partition, new Offsets(0, 10), 0);
      store.rebuilt(partition, 0, false);
    }
    List<Step<SessionEvent>> steps =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new Step<>(partition, 0, 1, List.of(opened("u" + partition))))
            .toList();

    List<Applied> applied = store.apply(steps);

    assertThat(applied).extracting(Applied::position).containsOnly(1L).hasSize(PARTITIONS);
    assertThat(applied)
        .flatExtracting(Applied::changes)
        .extracting(presence -> presence.user().id())
        .containsExactlyElementsOf(
            IntStream.range(0, PARTITIONS).mapToObj(partition -> "u" + partition).toList());
    assertThat(owners()).hasSize(3).allSatisfy((owner, count) -> assertThat(count).isBetween(6, 9));
    end("lease");
    List<Presence> changes = store.tick(IntStream.range(0, PARTITIONS).boxed().toList()).changes();
    assertThat(changes)
        .hasSize(PARTITIONS)
        .extracting(Presence::status)
        .containsOnly(Status.OFFLINE);
  }

  /** A half of the keys is at each server: no script may begin at either. */
  @Test
  void while_a_slot_moves_no_script_runs_on_a_part_of_the_data() {
    PresenceStore store = store();
    acquire("lease");
    store.open(7, new Offsets(0, 10), 0);
    store.rebuilt(7, 0, false);
    SessionEvent opened = opened("ann");
    OneStep.apply(store, 7, 0, 1, List.of(opened));
    List<SessionEvent> away =
        List.of(
            new SessionEvent(
                Kind.STATUS, opened.user(), "s-ann", "g", "lease", List.of(), Status.AWAY, 2));
    PresenceKeys keys = PresenceKeys.inCluster(7);
    for (String moved : List.of(keys.prefix() + "user:ann", keys.leases())) {
      whileMoved(
          SlotHash.getSlot(moved),
          moved,
          () -> {
            assertThat(OneStep.apply(store, 7, 1, 2, away))
                .isEqualTo(new Applied(Positions.AWAY, List.of()));
            assertThat(store.tick(List.of(7)).positions())
                .containsEntry(7, new Positions(Positions.AWAY, Positions.AWAY));
            assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> store.open(7, new Offsets(0, 10), 5))
                .havingRootCause()
                .withMessageContaining("TRYAGAIN");
          });
    }

    assertThat(store.open(7, new Offsets(0, 10), 5).sessions()).isEqualTo(1);
    assertThat(OneStep.apply(store, 7, 1, 2, away).changes())
        .extracting(Presence::status)
        .containsExactly(Status.AWAY);
  }

  /** Moves a key of a slot to another server for a task, as at the begin of a slot's move. */
  private static void whileMoved(int slot, String key, Runnable task) {
    RedisClusterClient client = (RedisClusterClient) connections.getRequiredNativeClient();
    try (var connection = client.connect()) {
      RedisClusterNode owner = connection.getPartitions().getPartitionBySlot(slot);
      RedisClusterNode other =
          connection.getPartitions().stream()
              .filter(node -> !node.getNodeId().equals(owner.getNodeId()))
              .findFirst()
              .orElseThrow();
      var atOwner = connection.getConnection(owner.getNodeId()).sync();
      var atOther = connection.getConnection(other.getNodeId()).sync();
      atOther.clusterSetSlotImporting(slot, owner.getNodeId());
      atOwner.clusterSetSlotMigrating(slot, other.getNodeId());
      try {
        atOwner.migrate(other.getUri().getHost(), other.getUri().getPort(), key, 0, 10_000);
        task.run();
      } finally {
        atOwner.clusterSetSlotStable(slot);
        atOther.migrate(owner.getUri().getHost(), owner.getUri().getPort(), key, 0, 10_000);
        atOther.clusterSetSlotStable(slot);
      }
    }
  }

  /** For each server, the number of partitions whose keys it has. */
  private static Map<String, Integer> owners() {
    RedisClusterClient client = (RedisClusterClient) connections.getRequiredNativeClient();
    Map<String, Integer> owners = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int slot = SlotHash.getSlot(PresenceKeys.inCluster(partition).leases());
      owners.merge(client.getPartitions().getPartitionBySlot(slot).getNodeId(), 1, Integer::sum);
    }
    return owners;
  }

  private static SessionEvent opened(String user) {
    return new SessionEvent(
        Kind.OPENED,
        new Author(user, "user-" + user),
        "s-" + user,
        "g",
        "lease",
        List.of("dev"),
        Status.ONLINE,
        1);
  }

  @Override
  protected PresenceStore store() {
    empty();
    return new RedisPresenceStore(
        redis,
        PresenceKeys.in(true),
        Duration.ofSeconds(4),
        Duration.ofMillis(4500),
        Duration.ofSeconds(5),
        500);
  }

  @Override
  protected void acquire(String acquired) {
    leases(key -> redis.opsForZSet().add(key, acquired, 9e15));
  }

  @Override
  protected void end(String ended) {
    leases(key -> redis.opsForZSet().remove(key, ended));
  }

  private static void leases(Consumer<String> change) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      change.accept(PresenceKeys.inCluster(partition).leases());
    }
  }

  @Override
  protected void empty() {
    try (RedisConnection connection = connections.getConnection()) {
      connection.serverCommands().flushDb();
    }
  }

  @Override
  protected boolean keeps(String user) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> PresenceKeys.inCluster(partition).prefix() + "user:" + user)
        .anyMatch(key -> Objects.requireNonNull(redis.hasKey(key)));
  }

  @Override
  protected void pass() {
    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
  }
}
