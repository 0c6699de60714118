package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceKeys;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.Status;
import chat.infra.devstack.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class RedisPresenceStoreTest extends PresenceStoreContract {

  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  @BeforeAll
  static void connect() {
    var uri = Backends.shared().redis();
    connections = new LettuceConnectionFactory(uri.getHost(), uri.getPort());
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void disconnect() {
    connections.destroy();
  }

  /** One user's broken data must not stop the tracking of all others. */
  @ParameterizedTest
  @ValueSource(strings = {"no session", "lease|online|soon|dev"})
  void broken_data_of_one_user_is_dropped_and_the_others_are_served(String broken) {
    PresenceStore store = store();
    Author ann = new Author("ann", "ann");
    Author bob = new Author("bob", "bob");
    acquire("lease");
    store.open(3, new Offsets(0, 10), 0);
    OneStep.apply(store, 3, 0, 2, List.of(opened(ann), opened(bob)));
    redis.opsForHash().put("presence:user:ann", "s:broken", broken);
    end("lease");

    List<Presence> changes = store.tick(List.of(3)).changes();

    assertThat(changes)
        .extracting(Presence::user, Presence::status)
        .containsExactlyInAnyOrder(tuple(ann, Status.OFFLINE), tuple(bob, Status.OFFLINE));
    assertThat(keeps("ann")).isFalse();
    acquire("lease");
    assertThat(OneStep.apply(store, 3, 2, 3, List.of(opened(ann))).changes())
        .extracting(Presence::status)
        .containsExactly(Status.ONLINE);
  }

  @Test
  void a_key_of_another_kind_is_replaced() {
    PresenceStore store = store();
    acquire("lease");
    store.open(3, new Offsets(0, 10), 0);
    redis.opsForValue().set("presence:user:ann", "a text");
    Author bob = new Author("bob", "bob");

    Applied applied =
        OneStep.apply(store, 3, 0, 2, List.of(opened(new Author("ann", "ann")), opened(bob)));

    assertThat(applied.changes()).extracting(Presence::user).containsExactly(bob);
    assertThat(keeps("ann")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERR value is not a valid float", "WRONGTYPE Operation", "no code"})
  void a_step_that_fails_on_the_data_of_a_user_drops_that_user(String error) {
    keepAnn();

    Answer answer = new Script(redis, "failing").run(List.of("3", "ann", error));

    assertThat(answer.changes(1))
        .extracting(presence -> presence.user().id(), Presence::status)
        .containsExactly(tuple("ann", Status.OFFLINE));
    assertThat(keeps("ann")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OOM command not allowed", "READONLY You can't write", "BUSY Redis"})
  void a_step_that_fails_on_what_redis_can_do_at_present_keeps_the_user(String error) {
    keepAnn();
    Script failing = new Script(redis, "failing");

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> failing.run(List.of("3", "ann", error)));

    assertThat(keeps("ann")).isTrue();
  }

  private void keepAnn() {
    PresenceStore store = store();
    acquire("lease");
    store.open(3, new Offsets(0, 10), 0);
    OneStep.apply(store, 3, 0, 1, List.of(opened(new Author("ann", "ann"))));
    assertThat(keeps("ann")).isTrue();
  }

  private static SessionEvent opened(Author user) {
    return new SessionEvent(
        Kind.OPENED, user, "s-" + user.id(), "g", "lease", List.of("dev"), Status.ONLINE, 1);
  }

  @Override
  protected PresenceStore store() {
    empty();
    return new RedisPresenceStore(
        redis, Duration.ofSeconds(4), Duration.ofMillis(4500), Duration.ofSeconds(5), 500);
  }

  @Override
  protected void acquire(String acquired) {
    redis.opsForZSet().add(PresenceKeys.LEASES, acquired, 9e15);
  }

  @Override
  protected void end(String ended) {
    redis.opsForZSet().remove(PresenceKeys.LEASES, ended);
  }

  @Override
  protected void empty() {
    try (RedisConnection connection = connections.getConnection()) {
      connection.serverCommands().flushDb();
    }
  }

  @Override
  protected boolean keeps(String user) {
    return Objects.requireNonNull(redis.hasKey("presence:user:" + user));
  }

  @Override
  protected void pass() {
    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
  }
}
