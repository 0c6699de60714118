package chat.gateway.account;

import java.time.Instant;
import java.util.List;

/** Stores changes from before they are made until their events are in the stream. */
interface PendingChanges {

  /** Stores a change, replacing one with its id. Fails if that is not certain. */
  void add(AccountChange change);

  /** Deletes a change. May fail without harm: the change is found and completed again. */
  void remove(AccountChange change);

  /**
   * Claims a stored change for the caller, or extends the caller's claim.
   *
   * @param until when the claim expires
   * @param isMine whether the caller has claimed it already
   * @return false if it is not stored, or claimed by another
   */
  boolean claim(AccountChange change, Instant now, Instant until, boolean isMine);

  /** All stored changes; some if there are very many. */
  List<AccountChange> all();
}
