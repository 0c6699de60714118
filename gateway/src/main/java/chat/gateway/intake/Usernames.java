package chat.gateway.intake;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Who goes by which name. */
interface Usernames {

  /**
   * Looks names up.
   *
   * @param names in lower case
   * @return the users' ids, of those names that are somebody's
   */
  CompletableFuture<Map<String, String>> find(Set<String> names);
}
