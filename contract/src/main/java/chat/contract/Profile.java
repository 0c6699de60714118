package chat.contract;

import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of somebody.
 *
 * @param id the account's id, which never changes
 * @param username unique without case
 * @param name the name to show, if there is one
 * @param avatar id of a file, if there is one
 * @param createdAt when the account was made, in milliseconds since the epoch UTC
 * @param version counts the changes of the account, from 1; of two profiles the greater one is
 *     later
 */
public record Profile(
    String id,
    String username,
    @Nullable String name,
    @Nullable String avatar,
    long createdAt,
    int version) {

  public Profile {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: an account's id)");
    }
    if (!Names.isUsername(username)) {
      throw new IllegalArgumentException("username: " + username + " (expected: a username)");
    }
  }
}
