package chat.gateway.account;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs lightweight transactions and finds out their outcome wherever possible. Every condition here
 * names an owner or a hash that no other process has, so repeating a write is harmless. The driver
 * must not repeat one by itself: the answer could be that of the repeat, which finds the write's
 * own work. Reads may be repeated.
 */
public final class ConditionalWrites {

  private static final int ATTEMPTS = 3;

  private final CqlSession session;

  public ConditionalWrites(CqlSession session) {
    this.session = session;
  }

  public PreparedStatement prepare(String cql) {
    return session.prepare(
        SimpleStatement.builder(cql)
            .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM)
            .setSerialConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL)
            .setIdempotence(!cql.contains(" IF "))
            .build());
  }

  public Optional<Row> read(BoundStatement select) {
    return Optional.ofNullable(session.execute(select).one());
  }

  /** Reads the result of all acknowledged writes, and completes an unfinished transaction. */
  public Optional<Row> readSerially(BoundStatement select) {
    return read(select.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL));
  }

  /**
   * The outcome of a write.
   *
   * @param there the row that is there instead, or its own work after a lost answer: at least the
   *     columns of the condition
   * @param isLost whether the answer was lost, so that the row may be its own work
   */
  public record Outcome(boolean applied, Optional<Row> there, boolean isLost) {}

  /**
   * Writes if the statement's condition holds. If the answer is lost, reads the row back; if that
   * leaves open whether the write will be applied, writes again.
   *
   * @param decided whether a row shows that the condition no longer holds, through this write or
   *     another
   */
  public Outcome write(BoundStatement write, BoundStatement select, Predicate<Row> decided) {
    for (int attempt = 1; ; attempt++) {
      try {
        return outcome(session.execute(write), attempt > 1);
      } catch (QueryValidationException e) {
        throw e;
      } catch (DriverException e) {
        Optional<Row> there = readBack(select, e).filter(decided);
        if (there.isPresent()) {
          return new Outcome(false, there, true);
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * The outcome that an answer tells.
   *
   * @param isRepeat whether an earlier answer was lost, so that the row may be the work of that try
   */
  private static Outcome outcome(ResultSet result, boolean isRepeat) {
    if (result.wasApplied()) {
      return new Outcome(true, Optional.empty(), false);
    }
    // If there is no row, the answer has no column but "[applied]".
    boolean hasRow = result.getColumnDefinitions().size() > 1;
    return new Outcome(
        false, hasRow ? Optional.ofNullable(result.one()) : Optional.empty(), isRepeat);
  }

  private Optional<Row> readBack(BoundStatement select, DriverException lost) {
    try {
      return readSerially(select);
    } catch (DriverException e) {
      lost.addSuppressed(e);
      throw lost;
    }
  }
}
