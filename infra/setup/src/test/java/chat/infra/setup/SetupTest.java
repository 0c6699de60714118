package chat.infra.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.contract.log.Topic;
import chat.infra.devstack.Backends;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/**
 * Against real servers; each test has a keyspace of its own and, where possible, topics of its own.
 */
class SetupTest {

  private static final Backends BACKENDS = Backends.shared();
  private static final List<Migration> TWO =
      List.of(
          Migration.of("001_a.cql", "CREATE TABLE IF NOT EXISTS a (x text PRIMARY KEY);"),
          Migration.of("002_b.cql", "CREATE TABLE IF NOT EXISTS b (x text PRIMARY KEY);"));

  private final String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final CqlSession session = session();

  @AfterEach
  void drop() {
    session.execute("DROP KEYSPACE IF EXISTS " + name);
    session.close();
  }

  @Test
  void a_run_makes_everything_and_a_second_one_changes_nothing_or_refuses() throws Exception {
    assertThat(run()).isZero();
    assertThat(tables())
        .contains(
            "log_epochs",
            "room_buckets",
            "room_events",
            "message_ids",
            "room_message_ids",
            "users",
            "user_by_email",
            "user_by_name",
            "refresh_families",
            "schema_migrations");
    List<String> ledger = ledger();
    assertThat(ledger).hasSize(Migration.all().size());
    assertThat(run()).isZero();
    assertThat(ledger()).isEqualTo(ledger);
    assertThat(run("--chat.setup.partitions=25")).isEqualTo(1);
    Row epoch = session.execute("SELECT * FROM " + name + ".log_epochs").one();
    assertThat(epoch).isNotNull();
    assertThat(epoch.getInt("epoch")).isEqualTo(1);
    assertThat(epoch.getInt("partitions")).isEqualTo(24);
    assertThat(configOf(Topic.MESSAGES).get("message.timestamp.type").value())
        .isEqualTo("LogAppendTime");
    assertThat(configOf(Topic.MESSAGES).get("retention.ms").value()).isEqualTo("604800000");
    assertThat(configOf(Topic.EVENTS).get("retention.ms").value()).isEqualTo("604800000");
    assertThat(configOf(Topic.EVENTS_REDACTED).get("retention.ms").value()).isEqualTo("604800000");
    assertThat(configOf(Topic.PRESENCE).get("cleanup.policy").value()).isEqualTo("compact");
  }

  @Test
  void a_server_that_is_not_there_is_an_error() {
    assertThat(runAt(1)).isEqualTo(1);
  }

  @Test
  void a_topic_that_takes_the_times_of_its_senders_is_refused_and_another_retention_is_not()
      throws Exception {
    Topic topic = new Topic("t." + name, Duration.ofDays(1));
    try (Admin admin = admin()) {
      TopicSetup setup = new TopicSetup(admin, settings(Duration.ofSeconds(30)));
      assertThat(setup.run(List.of(topic))).isEqualTo(1);
      assertThat(setup.run(List.of(topic))).isZero();
      assertThatCode(() -> setup.run(List.of(new Topic(topic.name(), Duration.ofDays(2)))))
          .doesNotThrowAnyException();
      assertThatExceptionOfType(SetupFailure.class)
          .isThrownBy(() -> setup.run(List.of(new Topic(topic.name(), Duration.ZERO))))
          .withMessage("topic t.%s: cleanup.policy=delete (expected: compact)", name);
      admin.deleteTopics(List.of(topic.name())).all().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void brokers_for_all_replicas_are_waited_for_no_longer_than_said() {
    Topic topic = new Topic("t." + name, Duration.ofDays(1));
    try (Admin admin = admin()) {
      assertThatExceptionOfType(SetupFailure.class)
          .isThrownBy(
              () -> new TopicSetup(admin, settings(Duration.ofMillis(500), 2)).run(List.of(topic)))
          .withMessageContaining(topic.name())
          .withMessageContaining("replicat");
    }
  }

  @Test
  void two_runs_at_once_apply_each_migration_once() throws Exception {
    try (CqlSession other = session()) {
      CompletableFuture<Integer> there = CompletableFuture.supplyAsync(() -> migrate(other, TWO));
      int here = migrate(session, TWO);
      assertThat(here + there.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    }
    assertThat(tables()).contains("a", "b");
  }

  @Test
  void a_migration_that_was_changed_after_it_was_applied_is_refused() {
    migrate(session, TWO);
    List<Migration> changed =
        List.of(TWO.get(0), Migration.of("002_b.cql", "CREATE TABLE IF NOT EXISTS c (x int);"));
    assertThatExceptionOfType(SetupFailure.class)
        .isThrownBy(() -> migrate(session, changed))
        .withMessageStartingWith("migration 002_b was changed after it was applied");
    assertThat(migrate(session, TWO)).isZero();
  }

  @Test
  void a_run_that_died_in_a_migration_is_finished_by_the_next() {
    migrate(session, TWO.subList(0, 1));
    session.execute("CREATE TABLE b (x text PRIMARY KEY)");
    assertThat(migrate(session, TWO)).isEqualTo(1);
  }

  @Test
  void a_cluster_has_room_for_several_keyspaces() throws Exception {
    migrate(session, TWO.subList(0, 1));
    String other = name + "_b";
    try {
      new Schema(session, settings(Duration.ofMinutes(1))).migrate(other, TWO.subList(0, 1));
    } finally {
      session.execute("DROP KEYSPACE IF EXISTS " + other);
    }
  }

  @Test
  void the_lock_of_a_run_that_died_falls_by_itself() {
    migrate(session, TWO.subList(0, 1));
    session.execute(
        "INSERT INTO schema_lock (name, owner) VALUES ('migrations', 'dead') IF NOT EXISTS"
            + " USING TTL 3");
    assertThat(migrate(session, TWO)).isEqualTo(1);
  }

  @Test
  void a_lock_that_was_acquired_by_a_try_whose_answer_was_lost_is_its_own() throws Exception {
    migrate(session, TWO.subList(0, 1));
    session.execute("INSERT INTO schema_lock (name, owner) VALUES ('migrations', 'me')");

    try (SchemaLock held =
        SchemaLock.acquire(session, Duration.ofMinutes(5), Duration.ofMinutes(1), "me")) {
      held.check();
    }
    assertThat(migrate(session, TWO)).isEqualTo(1);
  }

  @Test
  void a_lock_that_is_kept_is_waited_for_no_longer_than_said() throws Exception {
    migrate(session, TWO.subList(0, 1));
    try (SchemaLock held =
        SchemaLock.acquire(session, Duration.ofSeconds(6), Duration.ofSeconds(30))) {
      assertThatExceptionOfType(SetupFailure.class)
          .isThrownBy(() -> new Schema(session, settings(Duration.ofSeconds(8))).migrate(name, TWO))
          .withMessage("another run has held the schema's lock for PT8S");
      held.check();
    }
    assertThat(migrate(session, TWO)).isEqualTo(1);
  }

  private int run(String... more) {
    return runAt(BACKENDS.cassandra().getPort(), more);
  }

  private int runAt(int cassandraPort, String... more) {
    Stream<String> own =
        Stream.of(
            "--spring.kafka.bootstrap-servers=" + BACKENDS.kafka(),
            "--spring.cassandra.contact-points=127.0.0.1:" + cassandraPort,
            "--spring.cassandra.keyspace-name=" + name);
    return SetupApplication.run(Stream.concat(own, Stream.of(more)).toArray(String[]::new));
  }

  private int migrate(CqlSession tables, List<Migration> migrations) {
    try {
      return new Schema(tables, settings(Duration.ofMinutes(1))).migrate(name, migrations);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SetupSettings settings(Duration lockWait) {
    return settings(lockWait, -1);
  }

  private static SetupSettings settings(Duration wait, int replicas) {
    return new SetupSettings(
        1,
        (short) replicas,
        0,
        Duration.ofDays(7),
        DataSize.ofMegabytes(1),
        "{'class': 'SimpleStrategy', 'replication_factor': 1}",
        Duration.ofSeconds(30),
        wait,
        wait);
  }

  private List<String> tables() {
    return session
        .execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", name)
        .all()
        .stream()
        .map(row -> String.valueOf(row.getString(0)))
        .toList();
  }

  private List<String> ledger() {
    return session.execute("SELECT * FROM " + name + ".schema_migrations").all().stream()
        .map(Row::getFormattedContents)
        .toList();
  }

  private static Config configOf(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin()) {
      return Objects.requireNonNull(
          admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS).get(resource));
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", BACKENDS.kafka()));
  }

  private static CqlSession session() {
    ProgrammaticDriverConfigLoaderBuilder driver = DriverConfigLoader.programmaticBuilder();
    Duration patience = Duration.ofSeconds(15);
    driver
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, patience)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, patience)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, patience);
    DriverPatience.configure(driver);
    return CqlSession.builder()
        .addContactPoint(BACKENDS.cassandra())
        .withLocalDatacenter("datacenter1")
        .withConfigLoader(driver.build())
        .build();
  }
}
