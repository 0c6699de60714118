package chat.gateway.account.issuer;

import java.time.Instant;
import java.util.Optional;

/** Stores which sessions at issuers have ended, and which logout tokens were used. */
interface IssuerLogouts {

  /**
   * Whether a session has ended. Also stores whose it is, for at least as long as a token of it is
   * good, so that of a session that ends meanwhile either this call or {@link #end(String,
   * Instant)} knows.
   */
  boolean isEnded(String session, String user, Instant tokenExpiresAt);

  /**
   * Ends a session, or all sessions of a user who has no account yet.
   *
   * @param id of the session or of the user
   * @return the id of the session's user, if a token of it was seen
   */
  Optional<String> end(String id, Instant at);

  /** When a session, or a user without an account, ended. */
  Optional<Instant> endOf(String id);

  /** Whether the id of a logout token is stored. */
  boolean isUsed(String logout);

  /**
   * Stores the id of a logout token.
   *
   * @return false if it was there already; true if that is not known
   */
  boolean use(String logout);
}
