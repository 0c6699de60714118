package chat.gateway.account.password;

import chat.gateway.account.token.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Hashes and compares passwords: bcrypt over the Base64 of a keyed hash, as bcrypt alone uses only
 * 72 bytes and stops at a NUL. Blocks until it is its turn.
 */
public final class Passwords {

  private final PasswordSettings settings;
  private final Secret pepper;
  private final SecureRandom random;
  private final HashingPool pool;
  private final String dummyHash;

  Passwords(PasswordSettings settings, Secret pepper, SecureRandom random, HashingPool pool) {
    this.settings = settings;
    this.pepper = pepper;
    this.random = random;
    this.pool = pool;
    this.dummyHash = bcrypt("");
  }

  public String hash(String password) {
    return pool.run(() -> bcrypt(password));
  }

  /** Whether a password matches a hash; takes the same time without a hash. */
  public boolean matches(String password, Optional<String> hash) {
    boolean same = pool.run(() -> BCrypt.checkpw(peppered(password), hash.orElse(dummyHash)));
    return same && hash.isPresent();
  }

  private String bcrypt(String password) {
    return BCrypt.hashpw(peppered(password), BCrypt.gensalt("$2b", settings.cost(), random));
  }

  private String peppered(String password) {
    byte[] hash = pepper.hash("HmacSHA384", password.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }
}
