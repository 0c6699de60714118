package chat.gateway.account;

import java.util.concurrent.CompletableFuture;

/** Takes those whose accounts were erased out of their rooms. */
public interface Leaving {

  /**
   * Has somebody leave all rooms that are known to be theirs; what fails in one room is no
   * hindrance in the others. Can be done any number of times.
   *
   * @param user the account's id
   * @param progress called now and then while it goes on
   * @return whether there was nothing left to do; false if some rooms were left or could not be.
   *     Fails if it can't be said which rooms they are
   */
  CompletableFuture<Boolean> leaveRooms(String user, Runnable progress);
}
