package chat.contract.user;

import chat.contract.ApplicationData;
import chat.contract.Names;
import org.jspecify.annotations.Nullable;

/**
 * The public data of an account.
 *
 * @param id the account's id, which never changes
 * @param username unique, ignoring case
 * @param name the display name, if there is one
 * @param avatar id of a file, if there is one
 * @param createdAt when the account was created, in milliseconds since the epoch UTC
 * @param version the number of changes of the account, from 1; the greater of two versions is the
 *     later one
 * @param data of the application, if there are any
 */
public record Profile(
    String id,
    String username,
    @Nullable String name,
    @Nullable String avatar,
    long createdAt,
    int version,
    @Nullable ApplicationData data) {

  public Profile {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: an account's id)");
    }
    if (!Names.isUsername(username)) {
      throw new IllegalArgumentException("username: " + username + " (expected: a username)");
    }
  }

  /** A profile without data. */
  public Profile(
      String id,
      String username,
      @Nullable String name,
      @Nullable String avatar,
      long createdAt,
      int version) {
    this(id, username, name, avatar, createdAt, version, null);
  }
}
