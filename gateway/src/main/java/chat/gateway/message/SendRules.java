package chat.gateway.message;

import org.jspecify.annotations.Nullable;

/**
 * The rules by which a message is sent.
 *
 * @param limited whether it counts against the limits of its sender and its room
 * @param asService whether its sender may write in every room, without being a member
 * @param importedAt when it was sent elsewhere, in milliseconds since the epoch UTC; null for a
 *     message that is sent now
 */
public record SendRules(boolean limited, boolean asService, @Nullable Long importedAt) {

  /** The rules for users. */
  public static final SendRules OF_USERS = new SendRules(true, false, null);

  /** The rules for a service in the name of a user; the limit of the service applies. */
  public static final SendRules FOR_USERS = new SendRules(false, false, null);

  /** The rules for a service in its own name. */
  public static final SendRules OF_SERVICES = new SendRules(false, true, null);

  /** The rules for an imported message, whose author may have left its room since. */
  public static SendRules imported(long at) {
    return new SendRules(false, true, at);
  }
}
