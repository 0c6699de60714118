package chat.contract;

/**
 * The user who caused an event.
 *
 * @param id the account's id, which never changes
 * @param username the name at that time
 */
public record Author(String id, String username) {

  public Author {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: an account's id)");
    }
    if (!Names.isUsername(username)) {
      throw new IllegalArgumentException("username: " + username + " (expected: a username)");
    }
  }
}
