package chat.gateway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A claim of an account on an email or a username.
 *
 * @param owner the id of the account, which exists or is being registered
 * @param until when others may check whether the owner did register; null if it is known
 */
record Claim(String owner, @Nullable Instant until) {

  /** The fields that are unique to an account. */
  enum Kind {
    EMAIL("email"),
    USERNAME("username");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** The field's name in requests. */
    String field() {
      return field;
    }
  }

  boolean isOf(String id) {
    return owner.equals(id);
  }
}
