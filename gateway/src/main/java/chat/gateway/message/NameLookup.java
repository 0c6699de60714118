package chat.gateway.message;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Finds users by their names. */
public interface NameLookup {

  /**
   * Looks names up.
   *
   * @param names in lower case
   * @return user id by name; names that no user has are absent
   */
  CompletableFuture<Map<String, String>> find(Set<String> names);
}
