package chat.gateway.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where accounts are kept. Each method is one atomic step on one row, and tells what is in the row
 * after it; so a step whose answer got lost can be done again. A failure of the tables themselves
 * is an exception of the driver, after which the step may have been done or not.
 */
public interface AccountTables {

  /** Puts a claim where there is none. Returns the one that is there now. */
  Claim claim(Claim.Kind kind, String key, Claim claim);

  /** Puts a claim in the place of another owner's. Returns whether it is there now. */
  boolean takeOver(Claim.Kind kind, String key, String formerOwner, Claim claim);

  /**
   * Makes a claim one without an end, if it is the owner's. Never fails, as it only spares others a
   * look at the account.
   */
  void settle(Claim.Kind kind, String key, String owner);

  /** Lifts a claim, if it is the owner's. Never fails, as claims also end with time. */
  void release(Claim.Kind kind, String key, String owner);

  /** The claim on a key. May be late by a step that is under way. */
  Optional<Claim> find(Claim.Kind kind, String key);

  /**
   * Makes an account exist, which settles for ever whose its claims are.
   *
   * @return whether it does; false if it was given up before
   */
  boolean commit(Account account);

  /**
   * Sees to it that an account that does not exist never will.
   *
   * @return whether that is so; false if it exists
   */
  boolean giveUp(String id);

  /** The account of an id, if it exists. */
  Optional<Account> account(String id);

  /** Those of some ids that exist, in the same order. */
  List<Account> accounts(List<String> ids);

  /**
   * Puts an account's next version in the place of the one before it.
   *
   * @return whether it is there now; false if the account went on otherwise meanwhile
   */
  boolean replace(Account next);

  /**
   * Makes an account exist no more; what it was stays readable by {@link #erased} until forgotten.
   *
   * @return whether it exists no more; false if it went on to another version meanwhile
   */
  boolean erase(Account present, Instant at);

  /** What an account was that was erased and is not yet forgotten. */
  Optional<Account> erased(String id);

  /** Deletes all that an erased account was, but that there was one. */
  void forget(String id);
}
