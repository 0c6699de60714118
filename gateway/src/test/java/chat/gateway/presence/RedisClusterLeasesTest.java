package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.presence.PresenceKeys;
import chat.infra.devstack.RedisCluster;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A gateway's lease in a real cluster, whose servers each have some partitions. */
class RedisClusterLeasesTest {

  private static final int PARTITIONS = 24;
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** As in the operators' page: these keys, no dangerous command but INFO. */
  private static final String[] RIGHTS = {
    "SETUSER",
    "gateway",
    "on",
    ">secret",
    "~limit:*",
    "~socketio:rooms:*",
    "~socketio:position:*",
    "~presence:{*}:leases",
    "~presence:{*}:known",
    "~presence:{*}:ticked",
    "~gateways",
    "+@all",
    "-@admin",
    "-@dangerous",
    "+info"
  };

  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  private final String lease = "gateway-1." + UUID.randomUUID();
  private Leases leases;

  @BeforeAll
  static void connect() {
    connections =
        new LettuceConnectionFactory(
            new RedisClusterConfiguration(RedisCluster.shared().nodes()),
            LettuceClientConfiguration.builder()
                .commandTimeout(Duration.ofSeconds(5))
                .clientOptions(
                    ClusterClientOptions.builder()
                        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                        .build())
                .build());
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void disconnect() {
    connections.destroy();
  }

  @BeforeEach
  void begin() {
    leases = new Leases(redis, true, LEASE, PATIENCE);
    try (RedisConnection connection = connections.getConnection()) {
      connection.serverCommands().flushDb();
    }
  }

  @Test
  void a_lease_counts_in_each_partition_and_presence_is_known_once_all_are_tracked() {
    assertThat(leases.canAcquire(0)).as("the number of partitions is not known").isFalse();
    assertThat(leases.acquire(lease, PARTITIONS)).isEqualTo(new Leases.Renewed(true, false, null));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertThat(redis.opsForZSet().score(PresenceKeys.inCluster(partition).leases(), lease))
          .isNotNull();
    }
    IntStream.range(1, PARTITIONS).forEach(RedisClusterLeasesTest::track);
    assertThat(leases.renew(lease, PARTITIONS).known()).isFalse();
    track(0);
    assertThat(leases.renew(lease, PARTITIONS)).isEqualTo(new Leases.Renewed(true, true, null));
  }

  @Test
  void without_a_server_the_lease_is_kept_at_the_others() {
    leases.acquire(lease, PARTITIONS);
    RedisCluster cluster = RedisCluster.shared();
    cluster.kill(3);
    try {
      Leases.Renewed without = leases.renew(lease, PARTITIONS);
      assertThat(without.held()).isTrue();
      assertThat(without.failure()).isNotNull();
    } finally {
      cluster.start(3);
    }
    await().atMost(PATIENCE).until(() -> leases.renew(lease, PARTITIONS).failure() == null);
    assertThat(leases.renew(lease, PARTITIONS).held()).as("by the data of the server").isTrue();
  }

  @Test
  void a_server_that_hangs_delays_no_renewal_at_the_others() {
    leases.acquire(lease, PARTITIONS);
    List<Integer> elsewhere =
        IntStream.range(0, PARTITIONS).filter(partition -> server(partition) != 0).boxed().toList();
    List<Double> before = ends(elsewhere);
    String paused = command(0, CommandType.CLIENT, "PAUSE", "120000", "WRITE");
    try {
      assertThat(paused).isEqualTo("OK");
      Leases impatient = new Leases(redis, true, LEASE, Duration.ofMillis(200));

      Leases.Renewed without = impatient.renew(lease, PARTITIONS);

      assertThat(without.failure()).isNotNull();
      assertThat(without.held()).isTrue();
      await().atMost(PATIENCE).until(() -> ends(elsewhere).stream().noneMatch(before::contains));
    } finally {
      String unused = command(0, CommandType.CLIENT, "UNPAUSE");
    }
  }

  private List<Double> ends(List<Integer> partitions) {
    return partitions.stream()
        .map(PresenceKeys::inCluster)
        .map(keys -> Objects.requireNonNull(redis.opsForZSet().score(keys.leases(), lease)))
        .toList();
  }

  /** The server of a partition, counted from 0: each has a third of the slots. */
  private static int server(int partition) {
    return SlotHash.getSlot(PresenceKeys.inCluster(partition).leases()) * 3 / SlotHash.SLOT_COUNT;
  }

  @Test
  void a_lease_that_is_lost_at_one_server_is_lost() {
    leases.acquire(lease, PARTITIONS);
    redis.delete(PresenceKeys.inCluster(5).leases());

    assertThat(leases.renew(lease, PARTITIONS).held()).isFalse();
  }

  @Test
  void a_gateway_needs_few_rights() {
    for (int server = 0; server < 3; server++) {
      assertThat(command(server, CommandType.ACL, RIGHTS)).isEqualTo("OK");
    }
    RedisClusterConfiguration servers =
        new RedisClusterConfiguration(RedisCluster.shared().nodes());
    servers.setUsername("gateway");
    servers.setPassword("secret");
    LettuceConnectionFactory few = new LettuceConnectionFactory(servers);
    few.afterPropertiesSet();
    few.start();
    Leases ours = new Leases(new StringRedisTemplate(few), true, LEASE, PATIENCE);

    assertThat(ours.acquire(lease, PARTITIONS)).isEqualTo(new Leases.Renewed(true, false, null));
    assertThat(ours.renew(lease, PARTITIONS).held()).isTrue();
    few.destroy();
  }

  /** Calls one server, counted from 0. */
  private static String command(int server, CommandType type, String... arguments) {
    RedisClient client = RedisClient.create("redis://" + RedisCluster.shared().nodes().get(server));
    try (var connection = client.connect()) {
      CommandArgs<String, String> words = new CommandArgs<>(StringCodec.UTF8);
      Stream.of(arguments).forEach(words::add);
      return connection.sync().dispatch(type, new StatusOutput<>(StringCodec.UTF8), words);
    } finally {
      client.shutdown();
    }
  }

  private static void track(int partition) {
    PresenceKeys keys = PresenceKeys.inCluster(partition);
    long now = System.currentTimeMillis();
    redis.opsForHash().put(keys.known(), "" + partition, "1");
    redis.opsForHash().put(keys.ticked(), "" + partition, "" + now);
  }
}
