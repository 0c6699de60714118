package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Seq;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PositionText;
import chat.gateway.log.StreamPosition;
import chat.gateway.session.TestHub;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;
import org.springframework.util.unit.DataSize;

/** Two gateways of a log with many partitions, and their Redis. */
class PositionKeeperTest {

  private static final int PARTITIONS = 400;
  private static final int MAILBOX = 4;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final FewOperations redis = new FewOperations(stored);
  private final DeliveredPositions positions = new DeliveredPositions();
  private final TestHub.Recording client = new TestHub.Recording();

  /** Its only shard runs on the test's thread. */
  private final Hub hub =
      new Hub(
          1,
          new FanOutSettings(DataSize.ofMegabytes(1), 100, 4, Duration.ZERO, MAILBOX, LONG, LONG),
          new ClientMemory(16_000_000),
          InstantSource.system(),
          new SimpleMeterRegistry());

  private final Connection connection = hub.open(client);

  @Test
  void a_position_of_a_gateway_that_is_gone_is_found_by_another_one() {
    PositionKeeper keeper = keeper(LONG);
    deliver(1_000);
    keeper.round();
    IntStream.range(0, 50).forEach(i -> reached("room" + i, 1_001));
    positions.flushed();

    StreamPosition present = Objects.requireNonNull(positions.delivered());
    String text = new String(present.text(), US_ASCII);
    StreamPosition found = Objects.requireNonNull(keeper(LONG).find(text).join());

    assertThat(Objects.requireNonNull(PositionText.read(text)).base()).isNotNull();
    assertThat(found.whole()).isEqualTo(present.whole());
  }

  @Test
  void a_position_whose_kept_one_is_gone_is_unknown() {
    PositionKeeper keeper = keeper(LONG);
    deliver(1_000);
    keeper.round();
    String text = new String(Objects.requireNonNull(positions.delivered()).text(), US_ASCII);
    stored.clear();

    assertThat(keeper.find(text).join()).isNull();
    assertThat(keeper.find("nonsense").join()).isNull();
  }

  @Test
  void without_redis_positions_are_earlier_ones() {
    PositionKeeper keeper = keeper(LONG);
    deliver(1_000);
    redis.fails = true;
    keeper.round();
    StreamPosition present = Objects.requireNonNull(positions.delivered());

    StreamPosition found =
        Objects.requireNonNull(keeper.find(new String(present.text(), US_ASCII)).join());

    assertThat(found.after("room0")).isLessThan(present.after("room0"));
  }

  @Test
  void a_client_that_got_no_event_gets_a_position() {
    PositionKeeper often = keeper(Duration.ZERO);
    PositionKeeper seldom = keeper(LONG);
    deliver(1_000);
    seldom.round();
    hub.step(0);
    assertThat(client.take()).isEmpty();

    often.round();
    hub.step(0);
    assertThat(client.take()).containsExactly("{\"type\":\"position\"}");
  }

  @Test
  void a_gateway_without_clients_keeps_its_first_position_and_replaces_it_when_it_is_old() {
    RoomKeeper rooms = new RoomKeeper(redis, LONG, room -> 0);
    PositionKeeper young = new PositionKeeper(positions, rooms, redis, hub, LONG);
    PositionKeeper old = new PositionKeeper(positions, rooms, redis, hub, Duration.ZERO);
    young.round();
    assertThat(stored).isEmpty();

    deliver(1_000);
    young.round();
    assertThat(stored).hasSize(1);

    deliver(1_000_000);
    young.round();
    assertThat(stored).hasSize(1);

    old.round();
    assertThat(stored).hasSize(2);
  }

  @Test
  void clients_that_come_at_once_cause_one_look_up() {
    PositionKeeper keeper = keeper(LONG);
    deliver(1_000);
    keeper.round();
    String text = new String(Objects.requireNonNull(positions.delivered()).text(), US_ASCII);

    List<CompletableFuture<@Nullable StreamPosition>> found =
        IntStream.range(0, 100).mapToObj(i -> keeper.find(text)).toList();

    assertThat(found).allMatch(one -> one.join() != null);
    assertThat(redis.reads.get()).isEqualTo(1);
  }

  @Test
  void a_position_waits_for_a_shard_that_is_behind_and_closes_no_connection() {
    PositionKeeper keeper = keeper(Duration.ZERO);
    deliver(1_000);
    IntStream.range(0, 10 * MAILBOX)
        .forEach(i -> connection.sendEphemeral(Frame.notice("full", new byte[2])));

    CompletableFuture<Void> round = CompletableFuture.runAsync(keeper::round);
    await()
        .atMost(LONG)
        .until(
            () -> {
              boolean isDone = round.isDone();
              hub.step(0);
              return isDone;
            });

    assertThat(round).isCompleted();
    assertThat(connection.isClosed()).isFalse();
    assertThat(client.take()).contains("{\"type\":\"position\"}");
  }

  /** A gateway's keeper, with one client. */
  private PositionKeeper keeper(Duration lifetime) {
    RoomKeeper rooms = new RoomKeeper(redis, lifetime, room -> 0);
    rooms.keep("session", Map.of("room0", KeptRoom.from(Seq.NONE)), connection);
    return new PositionKeeper(positions, rooms, redis, hub, lifetime);
  }

  private void deliver(long offset) {
    positions.begin(PARTITIONS);
    for (int i = 0; i < 10 * PARTITIONS; i++) {
      reached("room" + i, offset);
    }
    positions.flushed();
  }

  private void reached(String room, long offset) {
    positions.reached(new LoggedEvent(room, "message", Seq.of(1, offset), Seq.NONE, new byte[2]));
  }

  private static final class FewOperations extends StringRedisTemplate {

    private final ValueOperations<String, String> values;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean fails;

    @SuppressWarnings("unchecked") // the proxy's only interface
    FewOperations(Map<String, String> stored) {
      values =
          (ValueOperations<String, String>)
              Proxy.newProxyInstance(
                  ValueOperations.class.getClassLoader(),
                  new Class<?>[] {ValueOperations.class},
                  (proxy, method, arguments) -> {
                    if (fails) {
                      throw new QueryTimeoutException("no Redis");
                    }
                    return switch (method.getName()) {
                      case "get" -> {
                        reads.incrementAndGet();
                        yield stored.get((String) arguments[0]);
                      }
                      case "setIfAbsent" ->
                          stored.putIfAbsent((String) arguments[0], (String) arguments[1]) == null;
                      default -> throw new UnsupportedOperationException(method.getName());
                    };
                  });
    }

    @Override
    public ValueOperations<String, String> opsForValue() {
      return values;
    }
  }
}
