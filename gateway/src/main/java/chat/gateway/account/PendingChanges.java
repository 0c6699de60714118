package chat.gateway.account;

import java.time.Instant;
import java.util.List;

/** Where changes are kept from before they are made until they are told of. */
interface PendingChanges {

  /** Adds one, in the place of one of its id. Fails if that is not sure. */
  void add(AccountChange change);

  /** Takes one out. May fail without harm: it is found and carried out again. */
  void remove(AccountChange change);

  /**
   * Reserves one that is there for the caller, or reserves it for longer.
   *
   * @param until up to when others leave it alone
   * @param isMine whether it is reserved by the caller already
   * @return false if it is not there, or another one has it
   */
  boolean claim(AccountChange change, Instant now, Instant until, boolean isMine);

  /** All that are there; of very many, some. */
  List<AccountChange> all();
}
