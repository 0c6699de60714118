package chat.gateway.account.password;

import chat.gateway.account.token.Secret;
import java.security.SecureRandom;

/** Hashes passwords at the lowest cost, on two threads. */
public final class TestPasswords implements AutoCloseable {

  private final PasswordSettings settings = new PasswordSettings(4, 2, 0, 1000);
  private final HashingPool pool = new HashingPool(settings);

  public final Passwords passwords =
      new Passwords(settings, new Secret(new byte[32]), new SecureRandom(), pool);

  @Override
  public void close() {
    pool.close();
  }
}
