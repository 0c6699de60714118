package chat.gateway.presence;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Who may know who is where: what is said of a room is for those who may read it; what is said of
 * all rooms is what public rooms show to everyone, and private ones to their members.
 */
final class Visibility {

  private final BiFunction<String, String, ? extends CompletionStage<?>> rule;
  private final Function<String, ? extends CompletionStage<Set<String>>> memberships;

  /**
   * By a rule.
   *
   * @param rule given a room and a user, fails with a refusal if the user may not read the room
   * @param memberships the rooms of which a user is a member
   */
  Visibility(
      BiFunction<String, String, ? extends CompletionStage<?>> rule,
      Function<String, ? extends CompletionStage<Set<String>>> memberships) {
    this.rule = rule;
    this.memberships = memberships;
  }

  /** Fails with a refusal if the user may not read the room. */
  CompletionStage<?> check(String room, String user) {
    return rule.apply(room, user);
  }

  /** The rooms that a user sees beside the public ones. */
  CompletionStage<Set<String>> memberships(String user) {
    return memberships.apply(user);
  }
}
