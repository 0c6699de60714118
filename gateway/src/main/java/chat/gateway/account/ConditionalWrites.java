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
 * Lightweight transactions that end with a known outcome wherever there can be one. Every condition
 * here names an owner or a hash that nobody else has, so doing a write twice is doing it once;
 * hence all are flagged idempotent.
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
            .setIdempotence(true)
            .build());
  }

  public Optional<Row> read(BoundStatement select) {
    return Optional.ofNullable(session.execute(select).one());
  }

  /** Reads what all writes that were answered left, and ends a vote that was left half way. */
  public Optional<Row> readSerially(BoundStatement select) {
    return read(select.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL));
  }

  /**
   * What a write came to.
   *
   * @param there what is there in its stead, or its own work after a lost answer: columns of the
   *     condition at least
   */
  public record Outcome(boolean applied, Optional<Row> there) {}

  /**
   * Writes if the statement's condition holds. If the answer gets lost, reads the row back; where
   * that leaves it open whether the write will be done, does it again.
   *
   * @param decided whether a row shows that the condition holds no more, by this write or another
   */
  public Outcome write(BoundStatement write, BoundStatement select, Predicate<Row> decided) {
    for (int attempt = 1; ; attempt++) {
      try {
        return outcome(session.execute(write));
      } catch (QueryValidationException e) {
        throw e;
      } catch (DriverException e) {
        Optional<Row> there = readBack(select, e).filter(decided);
        if (there.isPresent()) {
          return new Outcome(false, there);
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Outcome outcome(ResultSet result) {
    if (result.wasApplied()) {
      return new Outcome(true, Optional.empty());
    }
    // Where there is no row at all, the answer has no column but "[applied]".
    boolean hasRow = result.getColumnDefinitions().size() > 1;
    return new Outcome(false, hasRow ? Optional.ofNullable(result.one()) : Optional.empty());
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
