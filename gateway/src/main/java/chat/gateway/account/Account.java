package chat.gateway.account;

import chat.contract.Author;
import java.time.Instant;

/**
 * Somebody who registered.
 *
 * @param email as it was given
 * @param username as it was given
 * @param passwordHash as {@link Passwords} made it
 */
record Account(String id, String email, String username, String passwordHash, Instant createdAt) {

  Author author() {
    return new Author(id, username);
  }

  @Override
  public String toString() {
    return id;
  }
}
