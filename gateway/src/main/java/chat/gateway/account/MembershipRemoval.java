package chat.gateway.account;

import java.util.concurrent.CompletableFuture;

/** Removes erased users from their rooms. */
public interface MembershipRemoval {

  /**
   * Removes a user from all rooms that are known to be theirs; a failure in one room does not stop
   * the others. Repeatable.
   *
   * @param user the account's id
   * @param progress called now and then in the meantime
   * @return whether nothing was left to do; false if some rooms were left or could not be. Fails if
   *     the user's rooms can't be read
   */
  CompletableFuture<Boolean> leaveRooms(String user, Runnable progress);
}
