package chat.upload.access;

import java.security.Principal;

/**
 * The owner of a valid access token.
 *
 * @param id id of the account
 */
public record SignedIn(String id) implements Principal {

  @Override
  public String getName() {
    return id;
  }
}
