package chat.gateway.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sorted index of folded usernames, each with its account's id. */
interface NameIndex {

  /**
   * A name in the index.
   *
   * @param name folded
   * @param user the account's id
   */
  record Entry(String name, String user) {}

  /** Adds a name. */
  void add(String name, String user);

  /** Removes a name if it is the user's. */
  void remove(String name, String user);

  /**
   * Finds names by prefix, sorted.
   *
   * @param prefix at least one character
   * @param after the name after which to begin; null to begin with the first
   */
  List<Entry> find(String prefix, @Nullable String after, int limit);
}
