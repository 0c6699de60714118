package chat.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.devstack.Backends;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tests on a real node, with the table of the migrations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraPendingTextErasuresTest {

  private static final Path TABLES =
      Path.of("../infra/setup/src/main/resources/cql/008_work_in_steps.cql");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String keyspace = "going_" + UUID.randomUUID().toString().substring(0, 8);
  private final CqlSession session =
      CqlSession.builder()
          .addContactPoint(Backends.shared().cassandra())
          .withLocalDatacenter("datacenter1")
          .withConfigLoader(
              DriverConfigLoader.programmaticBuilder()
                  .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                  .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
                  .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                  .build())
          .build();

  @BeforeAll
  void makeTable() throws IOException {
    session.execute(
        "CREATE KEYSPACE "
            + keyspace
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("USE " + keyspace);
    for (String statement : Files.readString(TABLES).split(";\\s*\\n", -1)) {
      if (statement.contains("CREATE TABLE IF NOT EXISTS texts_going")) {
        session.execute(statement);
      }
    }
  }

  @AfterAll
  void close() {
    session.execute("DROP KEYSPACE " + keyspace);
    session.close();
  }

  @Test
  void messages_of_the_room_with_pending_erasures_are_found() {
    PendingTextErasures going = new CassandraPendingTextErasures(session);
    LongStream.rangeClosed(1, 1_200).filter(seq -> seq % 2 == 0).forEach(seq -> goes("dev", seq));
    goes("ops", 3);

    Set<Long> asked = LongStream.rangeClosed(1, 1_201).boxed().collect(Collectors.toSet());
    Map<Long, Long> found = going.of("dev", asked).toCompletableFuture().join();

    assertThat(found)
        .isEqualTo(
            LongStream.rangeClosed(1, 1_200)
                .filter(seq -> seq % 2 == 0)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), seq -> seq + 5_000)));
    assertThat(going.of("dev", Set.of()).toCompletableFuture().join()).isEmpty();
    assertThat(going.of("ops", Set.of(2L, 3L)).toCompletableFuture().join())
        .isEqualTo(Map.of(3L, 5_003L));
  }

  private void goes(String room, long target) {
    session.execute(
        "INSERT INTO texts_going (room, target, seq) VALUES (?, ?, ?)",
        room,
        target,
        target + 5_000);
  }
}
