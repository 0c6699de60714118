package chat.gateway.account;

import chat.contract.ApplicationData;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Objects;
import java.util.Optional;

/** Reads accounts from rows of the table {@code users}. */
final class AccountRow {

  static final String COLUMNS =
      "id, email, username, password_hash, created_at, name, avatar, version, ended_before,"
          + " kept_family, erased_at, data";

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
    String email = row.getString("email");
    String data = row.getString("data");
    return email == null
        ? Optional.empty()
        : Optional.of(
            new Account(
                Objects.requireNonNull(row.getString("id")),
                email,
                Objects.requireNonNull(row.getString("username")),
                Objects.requireNonNull(row.getString("password_hash")),
                Objects.requireNonNull(row.getInstant("created_at")),
                row.getString("name"),
                row.getString("avatar"),
                row.getInt("version"),
                row.getInt("ended_before"),
                row.getString("kept_family"),
                data == null ? null : ApplicationData.of(data)));
  }
}
