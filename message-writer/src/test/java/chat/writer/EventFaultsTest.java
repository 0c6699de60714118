package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.ConsumerGroups;
import chat.infra.devstack.Backends;
import chat.writer.redaction.RedactedTwin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that publish the resolved stream and die, sleep and come back in the middle of their
 * transactions. What plain consumers read stays the sequence of the log, and the redacted twin has
 * the same events in the same places.
 */
class EventFaultsTest {

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final String KAFKA = Backends.shared().kafka();
  private static final ResolvedLog LOG = new ResolvedLog(KAFKA);
  private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", KAFKA));

  private static final RedactedTwin TWIN = RedactedTwin.of(new byte[32]);

  @TempDir private static Path directory;

  private final List<String> rooms =
      IntStream.range(0, 12).mapToObj(number -> "r" + UUID.randomUUID()).toList();

  private int sent;

  @BeforeAll
  static void writeKey() throws IOException {
    Files.writeString(key(), Base64.getEncoder().encodeToString(new byte[32]));
  }

  private static Path key() {
    return directory.resolve("pseudonym-key");
  }

  @AfterAll
  static void close() {
    LOG.close();
    ADMIN.close();
  }

  @Test
  void a_writer_that_is_killed_in_a_transaction_leaves_no_hole_and_no_double() throws Throwable {
    Set<String> earlier = transactions(Set.of());
    try (WriterProcess first = new WriterProcess(arguments())) {
      awaitPublished();
      stopInTransaction(first, earlier);
      first.signal("KILL");
      try (WriterProcess second = new WriterProcess(arguments())) {
        send(100);
        awaitPublished();
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  @Test
  void a_writer_that_wakes_up_after_its_transaction_ended_doubles_nothing() throws Throwable {
    Set<String> earlier = transactions(Set.of());
    try (WriterProcess sleeper = new WriterProcess(arguments())) {
      awaitPublished();
      stopInTransaction(sleeper, earlier);
      try (WriterProcess other = new WriterProcess(arguments())) {
        send(100);
        awaitPublished();
        sleeper.signal("CONT");
        send(200);
        awaitPublished();
        assertThat(other.isAlive()).isTrue();
      }
      send(100);
      awaitPublished();
      assertThat(sleeper.isAlive()).isTrue();
    }
  }

  /** Its transaction is still open then, and only the group tells that it is of the past. */
  @Test
  void a_writer_that_wakes_up_in_its_transaction_after_another_took_over_doubles_nothing()
      throws Throwable {
    try (WriterProcess other = new WriterProcess(arguments())) {
      awaitPublished();
      Set<String> earlier = transactions(Set.of());
      try (WriterProcess sleeper = new WriterProcess(arguments())) {
        awaitMembers(2);
        stopInTransaction(sleeper, earlier);
        awaitMembers(1);
        sleeper.signal("CONT");
        send(200);
        awaitPublished();
        assertThat(sleeper.isAlive()).isTrue();
      }
      assertThat(other.isAlive()).isTrue();
    }
  }

  @Test
  void partitions_that_move_between_writers_go_on_where_they_were() throws Throwable {
    try (WriterProcess stays = new WriterProcess(arguments())) {
      awaitPublished();
      for (int round = 0; round < 2; round++) {
        try (WriterProcess comes = new WriterProcess(arguments())) {
          awaitMembers(2);
          send(200);
          awaitPublished();
          comes.signal("TERM");
          send(200);
        }
      }
      awaitPublished();
      assertThat(stays.isAlive()).isTrue();
    }
  }

  /**
   * Stops a writer at a moment at which a transaction of its stream is open.
   *
   * @param earlier the transactional ids from before its start
   */
  private void stopInTransaction(WriterProcess writer, Set<String> earlier) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(37))
        .until(
            () -> {
              send(20);
              writer.signal("STOP");
              Set<String> open = transactions(Set.of(TransactionState.ONGOING));
              open.removeAll(earlier);
              if (open.isEmpty()) {
                writer.signal("CONT");
              }
              return !open.isEmpty();
            });
  }

  private void awaitMembers(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              send(5);
              return members() == count;
            });
  }

  /** The transactional ids with some states; with any, if none are given. */
  private static Set<String> transactions(Set<TransactionState> states) throws Exception {
    ListTransactionsOptions options = new ListTransactionsOptions().filterStates(states);
    Set<String> ids = new HashSet<>();
    ADMIN
        .listTransactions(options)
        .all()
        .get(30, TimeUnit.SECONDS)
        .forEach(one -> ids.add(one.transactionalId()));
    return ids;
  }

  private static int members() throws Exception {
    return ADMIN
        .describeConsumerGroups(List.of(ConsumerGroups.EVENTS))
        .all()
        .get(30, TimeUnit.SECONDS)
        .values()
        .stream()
        .mapToInt(group -> group.members().size())
        .sum();
  }

  /** Appends messages to all rooms, every fifth one twice. */
  private void send(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String room = rooms.get(sent % rooms.size());
      var unused = LOG.say(room, "m-" + sent);
      if (sent % 5 == 0) {
        LOG.say(room, "m-" + sent).get(30, TimeUnit.SECONDS);
      }
      sent++;
    }
  }

  /** Awaits that the stream has all of the log, and that it is the same. */
  private void awaitPublished() throws Throwable {
    send(rooms.size() * 5);
    LOG.flush();
    Map<String, List<String>> expected = LOG.expected(rooms, KEYSPACE.epoch());
    Eventually.holds(() -> assertThat(LOG.published(rooms)).isEqualTo(expected));
    Map<String, List<String>> twins = LOG.expectedTwins(rooms, TWIN);
    // The broker ends a transaction in each topic by itself, so one may be read a moment earlier.
    Eventually.holds(() -> assertThat(LOG.twins(rooms, TWIN)).isEqualTo(twins));
  }

  /** The shortest session that a broker allows. */
  private static String[] arguments() {
    return KEYSPACE
        .arguments(
            "--management.server.port=0",
            "--chat.writer.events.pseudonym-key-file=" + key(),
            "--spring.kafka.consumer.properties.session.timeout.ms=6000")
        .toArray(String[]::new);
  }
}
