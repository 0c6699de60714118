package chat.gateway.account;

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

/** The tables of accounts on a real node, made by the migrations. */
public final class AccountKeyspace {

  private static final Path MIGRATIONS = Path.of("../infra/setup/src/main/resources/cql");
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Pattern ACCOUNTS =
      Pattern.compile(
          "(users|user_by_email|user_by_name|user_names|account_changes|refresh_families)\\b");

  private final CqlSession session;

  private AccountKeyspace() {
    this.session =
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
    String name = "accounts_" + UUID.randomUUID().toString().substring(0, 8);
    session.execute(
        "CREATE KEYSPACE "
            + name
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("USE " + name);
    statements().forEach(session::execute);
  }

  /** A session in a keyspace that all tests share, with separate keys; closed with the JVM. */
  public static CqlSession shared() {
    return Shared.KEYSPACE.session;
  }

  private static final class Shared {
    static final AccountKeyspace KEYSPACE = new AccountKeyspace();
  }

  private static Stream<String> statements() {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.sorted().toList().stream()
          .flatMap(file -> Stream.of(read(file).split(";\\s*\\n", -1)))
          .filter(statement -> ACCOUNTS.matcher(statement).find());
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
