package chat.contract;

/**
 * The user, or the service of the application, that caused an event.
 *
 * @param id the account's id, which never changes; that of a service begins so that no account has
 *     it
 * @param username the name at that time
 */
public record Author(String id, String username) {

  private static final String SERVICE = "service:";

  public Author {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: an account's id)");
    }
    if (!Names.isUsername(username)) {
      throw new IllegalArgumentException("username: " + username + " (expected: a username)");
    }
  }

  /** A service, by its name. */
  public static Author ofService(String name) {
    return new Author(SERVICE + name, name);
  }

  /** Whether it is a service, which is never a member of a room. */
  public boolean service() {
    return id.startsWith(SERVICE);
  }
}
