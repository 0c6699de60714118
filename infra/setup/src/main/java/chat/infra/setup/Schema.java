package chat.infra.setup;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a keyspace and the migrations that created them. Table {@code schema_migrations}
 * lists those applied; {@link SchemaLock} allows one run at a time.
 */
final class Schema {

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final String LEDGER =
      "CREATE TABLE IF NOT EXISTS schema_migrations (version int PRIMARY KEY, name text, "
          + "checksum text, applied_at timestamp) WITH comment = 'applied migrations'";

  private final CqlSession tables;
  private final SetupSettings settings;

  Schema(CqlSession tables, SetupSettings settings) {
    this.tables = tables;
    this.settings = settings;
  }

  /**
   * Applies the missing migrations of the class path; creates the keyspace first, if needed, and
   * selects it in the session.
   *
   * @return the number of applied migrations
   * @throws SetupFailure if an applied one has changed since, or another run holds the lock
   */
  int migrate(String keyspace) throws InterruptedException {
    return migrate(keyspace, Migration.all());
  }

  int migrate(String keyspace, List<Migration> migrations) throws InterruptedException {
    change(
        "CREATE KEYSPACE IF NOT EXISTS "
            + keyspace
            + " WITH replication = "
            + settings.keyspaceReplication());
    tables.execute("USE " + keyspace);
    change(SchemaLock.table(keyspace));
    try (SchemaLock lock = SchemaLock.acquire(tables, settings.lockLease(), settings.lockWait())) {
      change(LEDGER);
      Map<Integer, String> applied = applied();
      int count = 0;
      for (Migration migration : migrations) {
        count += apply(migration, applied.get(migration.version()), lock) ? 1 : 0;
      }
      return count;
    }
  }

  private boolean apply(Migration migration, @Nullable String checksum, SchemaLock lock) {
    if (migration.checksum().equals(checksum)) {
      return false;
    }
    if (checksum != null) {
      throw new SetupFailure(
          "migration %s was changed after it was applied: add a new one instead"
              .formatted(migration.label()));
    }
    for (String statement : migration.statements()) {
      lock.check();
      change(statement);
    }
    lock.check();
    tables.execute(
        "INSERT INTO schema_migrations (version, name, checksum, applied_at) "
            + "VALUES (?, ?, ?, toTimestamp(now()))",
        migration.version(),
        migration.name(),
        migration.checksum());
    LOG.info("applied {}", migration.label());
    return true;
  }

  private Map<Integer, String> applied() {
    Map<Integer, String> checksums = new HashMap<>();
    for (Row row : tables.execute("SELECT version, checksum FROM schema_migrations")) {
      checksums.put(row.getInt("version"), String.valueOf(row.getString("checksum")));
    }
    return checksums;
  }

  /**
   * Waits until all nodes agree on the schema, because the next statement may reach another node.
   */
  private void change(String statement) {
    ResultSet result = tables.execute(statement);
    if (!result.getExecutionInfo().isSchemaInAgreement() && !tables.checkSchemaAgreement()) {
      throw new SetupFailure("the nodes do not agree on the schema: see nodetool describecluster");
    }
  }
}
