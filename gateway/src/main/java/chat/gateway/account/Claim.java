package chat.gateway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That an email or a username belongs to somebody.
 *
 * @param owner the account's id, of one that is there or of one that is about to register
 * @param until when others may look whether the owner did register; null if that is known
 */
record Claim(String owner, @Nullable Instant until) {

  /** What can belong to one account only. */
  enum Kind {
    EMAIL("email"),
    USERNAME("username");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** Its field in requests. */
    String field() {
      return field;
    }
  }

  boolean isOf(String id) {
    return owner.equals(id);
  }
}
