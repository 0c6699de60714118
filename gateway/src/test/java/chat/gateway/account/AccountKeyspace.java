package chat.gateway.account;

import chat.gateway.TestKeyspace;
import com.datastax.oss.driver.api.core.CqlSession;

/** The tables of accounts on a real node, made by the migrations. */
public final class AccountKeyspace {

  private AccountKeyspace() {}

  /** A session in a keyspace that all tests share, with separate keys; closed with the JVM. */
  public static CqlSession shared() {
    return Shared.SESSION;
  }

  private static final class Shared {
    static final CqlSession SESSION =
        TestKeyspace.open(
            "users",
            "user_by_email",
            "user_by_name",
            "user_names",
            "account_changes",
            "refresh_families");
  }
}
