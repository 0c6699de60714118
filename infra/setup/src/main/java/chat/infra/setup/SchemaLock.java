package chat.infra.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows one run at a time to change the schema: a row that only one run can insert, that its
 * holder renews, and that expires when the holder dies.
 *
 * <p>It is a lease without fencing: a holder that was paused notices at the next {@link #check},
 * and the next holder can repeat all statements sent before.
 */
final class SchemaLock implements AutoCloseable {

  private static final String TAKE =
      "INSERT INTO schema_lock (name, owner) VALUES ('migrations', ?) IF NOT EXISTS USING TTL ?";
  private static final String KEEP =
      "UPDATE schema_lock USING TTL ? SET owner = ? WHERE name = 'migrations' IF owner = ?";
  private static final String RELEASE =
      "DELETE FROM schema_lock WHERE name = 'migrations' IF owner = ?";
  private static final Logger LOG = LoggerFactory.getLogger(SchemaLock.class);
  private static final Duration RETRY = Duration.ofMillis(250);

  private final CqlSession tables;
  private final Duration lease;
  private final String owner;
  private final ScheduledExecutorService heart;
  private final ScheduledFuture<?> beats;
  private volatile long keptAt;

  private SchemaLock(CqlSession tables, Duration lease, String owner, long acquiredAt) {
    this.tables = tables;
    this.lease = lease;
    this.owner = owner;
    this.keptAt = acquiredAt;
    this.heart = Executors.newSingleThreadScheduledExecutor(SchemaLock::thread);
    long period = lease.toMillis() / 3;
    this.beats = heart.scheduleAtFixedRate(this::keep, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * The statement that creates the table. Its id is the same for all runs on a keyspace, so two
   * runs that create the table at the same time create the same one.
   */
  static String table(String keyspace) {
    UUID id = UUID.nameUUIDFromBytes(("schema_lock of " + keyspace).getBytes(UTF_8));
    return "CREATE TABLE IF NOT EXISTS schema_lock (name text PRIMARY KEY, owner text) WITH id = "
        + id
        + " AND comment = 'who changes the schema, while it does'";
  }

  /**
   * Waits for the lock and acquires it. A cluster that starts has too few nodes at first.
   *
   * @throws SetupFailure if another holds it for longer than {@code wait}, or as long too few nodes
   *     are there
   */
  static SchemaLock acquire(CqlSession tables, Duration lease, Duration wait)
      throws InterruptedException {
    return acquire(tables, lease, wait, UUID.randomUUID().toString());
  }

  static SchemaLock acquire(CqlSession tables, Duration lease, Duration wait, String owner)
      throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long before = System.nanoTime();
      String obstacle;
      try {
        ResultSet result = tables.execute(TAKE, owner, (int) lease.toSeconds());
        if (result.wasApplied() || isOf(owner, result)) {
          return new SchemaLock(tables, lease, owner, before);
        }
        obstacle = "another run has held the schema's lock for " + wait;
      } catch (QueryValidationException e) {
        throw e;
      } catch (DriverException e) {
        obstacle = "too few nodes have answered for " + wait + ": " + e.getMessage();
      }
      if (System.nanoTime() - start > wait.toNanos()) {
        throw new SetupFailure(obstacle);
      }
      Thread.sleep(RETRY.toMillis());
    }
  }

  /** An earlier try may have been applied though its answer was lost. */
  private static boolean isOf(String owner, ResultSet refused) {
    Row there = refused.one();
    return there != null
        && there.getColumnDefinitions().contains("owner")
        && owner.equals(there.getString("owner"));
  }

  /**
   * Checks the lock; to be called before each change.
   *
   * @throws SetupFailure if the lease has expired
   */
  void check() {
    if (System.nanoTime() - keptAt > lease.toNanos()) {
      throw new SetupFailure("the schema's lock was lost; run the setup again");
    }
  }

  @Override
  public void close() {
    beats.cancel(false);
    heart.shutdown();
    tables.execute(RELEASE, owner);
  }

  /** A failed renewal is followed by another attempt before the lease expires. */
  private void keep() {
    long before = System.nanoTime();
    try {
      if (tables.execute(KEEP, (int) lease.toSeconds(), owner, owner).wasApplied()) {
        keptAt = before;
      }
    } catch (DriverException e) {
      LOG.warn("renewing the schema lock failed: {}", e.getMessage());
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "schema-lock");
    thread.setDaemon(true);
    return thread;
  }
}
