package chat.upload.access;

import java.security.Principal;

/**
 * Somebody whose access token was found good.
 *
 * @param id the account's
 */
public record SignedIn(String id) implements Principal {

  @Override
  public String getName() {
    return id;
  }
}
