package chat.gateway.account;

import java.time.Instant;

/** The sign-ins of all accounts, as far as a change of an account ends them. */
@FunctionalInterface
public interface SignIns {

  /** Ends a sign-in; does nothing if it has ended or never was. */
  void end(String family, Instant at);
}
