package chat.gateway;

import chat.infra.devstack.Backends;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keyspaces on a real node, with tables that the migrations make. */
public final class TestKeyspace {

  private static final Path MIGRATIONS = Path.of("../infra/setup/src/main/resources/cql");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private TestKeyspace() {}

  /** Opens a session in a new keyspace with some tables. */
  public static CqlSession open(String... tables) {
    CqlSession session =
        CqlSession.builder()
            .addContactPoint(Backends.shared().cassandra())
            .withLocalDatacenter("datacenter1")
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                    .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
                    .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, TIMEOUT)
                    .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                    .build())
            .build();
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    session.execute(
        "CREATE KEYSPACE "
            + name
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("USE " + name);
    statements(tables).forEach(session::execute);
    return session;
  }

  private static Stream<String> statements(String... tables) {
    Pattern ofTables =
        Pattern.compile("TABLE (IF NOT EXISTS )?(" + String.join("|", tables) + ")\\b");
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.sorted().toList().stream()
          .flatMap(file -> Stream.of(read(file).split(";\\s*\\n", -1)))
          .filter(statement -> ofTables.matcher(statement).find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
