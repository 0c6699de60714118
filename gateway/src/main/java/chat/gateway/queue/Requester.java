package chat.gateway.queue;

import java.util.function.BooleanSupplier;

/**
 * The user for whom a task runs.
 *
 * @param user id by which tasks of different users take turns
 * @param gone whether the answer is no longer wanted
 */
public record Requester(String user, BooleanSupplier gone) {

  /** The gateway itself, which takes turns like one more user. */
  public static final Requester SYSTEM = of("");

  /** A user who waits until the answer is there. */
  public static Requester of(String user) {
    return new Requester(user, () -> false);
  }
}
