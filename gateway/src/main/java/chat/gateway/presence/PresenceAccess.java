package chat.gateway.presence;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Decides which presence a user may see: that of a room requires the right to read it; the list
 * over all rooms shows public rooms to all users, and private ones to their members.
 */
final class PresenceAccess {

  private final BiFunction<String, String, ? extends CompletionStage<?>> rule;
  private final Function<String, ? extends CompletionStage<Set<String>>> memberships;

  /**
   * Creates the rule.
   *
   * @param rule fails with a refusal if the user may not read the room
   * @param memberships returns the rooms of which a user is a member
   */
  PresenceAccess(
      BiFunction<String, String, ? extends CompletionStage<?>> rule,
      Function<String, ? extends CompletionStage<Set<String>>> memberships) {
    this.rule = rule;
    this.memberships = memberships;
  }

  /** Fails with a refusal if the user may not read the room. */
  CompletionStage<?> check(String room, String user) {
    return rule.apply(room, user);
  }

  /** The rooms that a user sees besides the public ones. */
  CompletionStage<Set<String>> memberships(String user) {
    return memberships.apply(user);
  }
}
