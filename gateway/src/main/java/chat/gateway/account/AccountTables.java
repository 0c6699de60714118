package chat.gateway.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores accounts. Each method is one atomic step on one row and returns the row's state after it,
 * so a step whose answer was lost can be repeated. An exception of the driver means that the step
 * may have been done or not.
 */
public interface AccountTables {

  /** Stores a claim if there is none. Returns the current claim. */
  Claim claim(Claim.Kind kind, String key, Claim claim);

  /** Replaces another owner's claim. Returns whether it is stored now. */
  boolean takeOver(Claim.Kind kind, String key, String formerOwner, Claim claim);

  /**
   * Makes an owner's claim permanent. Never fails, as it only saves others a look at the account.
   */
  void settle(Claim.Kind kind, String key, String owner);

  /** Removes an owner's claim. Never fails, as claims also expire. */
  void release(Claim.Kind kind, String key, String owner);

  /** The claim on a key. May lag behind a step in flight. */
  Optional<Claim> find(Claim.Kind kind, String key);

  /**
   * Creates an account, which makes its claims permanent.
   *
   * @return whether it exists; false if its registration was abandoned before
   */
  boolean commit(Account account);

  /**
   * Creates an account whose claims are permanent already.
   *
   * @return whether this call created it, or may have; false if an account was created with the id
   *     before
   */
  boolean create(Account account);

  /** Whether an account with an id was erased, or can't be created. */
  boolean isGone(String id);

  /**
   * Abandons the registration of an account, which then can never be created.
   *
   * @return whether it is abandoned; false if the account exists
   */
  boolean abandon(String id);

  /** The account with an id, if it exists. */
  Optional<Account> account(String id);

  /** The existing accounts among some ids, in the same order. */
  List<Account> accounts(List<String> ids);

  /**
   * Replaces an account by its next version.
   *
   * @return whether it is stored; false if another version was stored meanwhile
   */
  boolean replace(Account next);

  /**
   * Erases an account; its data stays readable by {@link #erased} until {@link #forget}.
   *
   * @return whether it is erased; false if another version was stored meanwhile
   */
  boolean erase(Account current, Instant at);

  /** The time of an account's erasure; empty if it was not erased. */
  Optional<Instant> erasedAt(String id);

  /** The data of an erased account that was not forgotten yet. */
  Optional<Account> erased(String id);

  /** Deletes the data of an erased account, but not the fact that it was erased. */
  void forget(String id);
}
