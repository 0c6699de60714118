package chat.gateway.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Usernames in order, folded, each with its account's id. */
interface NameIndex {

  /**
   * A name in the list.
   *
   * @param name folded
   * @param user the account's id
   */
  record Entry(String name, String user) {}

  /** Puts a name in. */
  void add(String name, String user);

  /** Takes a name out, as far as it is the user's. */
  void remove(String name, String user);

  /**
   * Names in order.
   *
   * @param prefix what they begin with, at least one character
   * @param after the name after which they begin; null: from the first on
   */
  List<Entry> find(String prefix, @Nullable String after, int limit);
}
