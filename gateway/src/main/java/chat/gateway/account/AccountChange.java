package chat.gateway.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to an account and that others must come to know.
 *
 * @param id sorts by time; the id of the event that tells of it
 * @param user the account's id
 * @param family the sign-in that it is about, if it is about one
 */
public record AccountChange(String id, String user, Kind kind, @Nullable String family) {

  /** What is done. */
  public enum Kind {
    REGISTRATION,
    NEW_PROFILE,
    END_OF_FAMILY,
    END_OF_SESSIONS,
    ERASURE,
    /** An erasure that the stream has: what is left of it is to leave the rooms. */
    FAREWELL
  }

  /** The same, as another kind of change. */
  AccountChange as(Kind next) {
    return new AccountChange(id, user, next, family);
  }

  /** When it began; as exact as the clock of the gateway. */
  Instant at() {
    return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
  }
}
