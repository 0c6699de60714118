package chat.gateway.account;

import chat.contract.ApplicationData;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads accounts from rows of the table {@code users}. */
final class AccountRow {

  static final String COLUMNS =
      "id, email, username, password_hash, created_at, name, avatar, version, ended_before,"
          + " kept_family, erased_at, issued_before, claims_at, claimed_name, data";

  private AccountRow() {}

  /** The account in a row; none if its registration was abandoned, or if it was erased. */
  static Optional<Account> account(Row row) {
    return isErased(row) ? Optional.empty() : remains(row);
  }

  /** The remains of an erased account; none if it was not erased, or nothing remains. */
  static Optional<Account> erased(Row row) {
    return isErased(row) ? remains(row) : Optional.empty();
  }

  static boolean isErased(Row row) {
    return !row.isNull("erased_at");
  }

  private static Optional<Account> remains(Row row) {
    String username = row.getString("username");
    String data = row.getString("data");
    return username == null
        ? Optional.empty()
        : Optional.of(
            new Account(
                Objects.requireNonNull(row.getString("id")),
                row.getString("email"),
                username,
                row.getString("password_hash"),
                Objects.requireNonNull(row.getInstant("created_at")),
                row.getString("name"),
                row.getString("avatar"),
                row.getInt("version"),
                row.getInt("ended_before"),
                row.getString("kept_family"),
                row.getInstant("issued_before"),
                claims(row),
                data == null ? null : ApplicationData.of(data)));
  }

  private static @Nullable IssuerClaims claims(Row row) {
    Instant issuedAt = row.getInstant("claims_at");
    return issuedAt == null ? null : new IssuerClaims(row.getString("claimed_name"), issuedAt);
  }
}
