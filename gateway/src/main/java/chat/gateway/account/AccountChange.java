package chat.gateway.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of an account that other processes must learn of.
 *
 * @param id sorts by time; also the id of the event
 * @param user the account's id
 * @param family the sign-in concerned, if any; of a renaming, the former username
 */
public record AccountChange(String id, String user, Kind kind, @Nullable String family) {

  /** The kinds of changes. */
  public enum Kind {
    REGISTRATION,
    NEW_PROFILE,
    /**
     * A new profile by a service. Another username also ends all sign-ins, and releases the former
     * one. Stored by name.
     */
    RENAMING,
    END_OF_FAMILY,
    END_OF_SESSIONS,
    ERASURE,
    /** After an erasure's event was appended: the user has to leave their rooms. Stored by name. */
    FAREWELL
  }

  /** The same change with another kind. */
  AccountChange as(Kind next) {
    return new AccountChange(id, user, next, family);
  }

  /** When it began, by the clock of its gateway. */
  Instant at() {
    return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
  }
}
