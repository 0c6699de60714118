package chat.gateway.account;

import chat.contract.Author;
import chat.contract.Profile;
import chat.gateway.account.password.Passwords;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who registered.
 *
 * @param email as it was given
 * @param username as it was given
 * @param passwordHash as {@link Passwords} made it
 * @param name to be shown, if there is one
 * @param avatar id of a file, if there is one
 * @param version counts the changes, from 1
 * @param endedBefore sign-ins that began before that version have ended
 * @param keptFamily one that goes on all the same
 */
public record Account(
    String id,
    String email,
    String username,
    String passwordHash,
    Instant createdAt,
    @Nullable String name,
    @Nullable String avatar,
    int version,
    int endedBefore,
    @Nullable String keptFamily) {

  /** Somebody who registers. */
  public static Account made(
      String id, String email, String username, String passwordHash, Instant createdAt) {
    return new Account(id, email, username, passwordHash, createdAt, null, null, 1, 0, null);
  }

  public Author author() {
    return new Author(id, username);
  }

  /** What everybody may know. */
  Profile profile() {
    return new Profile(id, username, name, avatar, createdAt.toEpochMilli(), version);
  }

  /** Its next version, shown otherwise. */
  Account shownAs(@Nullable String nextName, @Nullable String nextAvatar) {
    return new Account(
        id,
        email,
        username,
        passwordHash,
        createdAt,
        nextName,
        nextAvatar,
        version + 1,
        endedBefore,
        keptFamily);
  }

  /** Its next version, in which all sign-ins but one have ended. */
  Account withoutSignIns(String nextPasswordHash, @Nullable String kept) {
    int next = version + 1;
    return new Account(
        id, email, username, nextPasswordHash, createdAt, name, avatar, next, next, kept);
  }

  /** Whether a sign-in has not ended by a change of the account. */
  public boolean allows(String family, int startVersion) {
    return startVersion >= endedBefore || family.equals(keptFamily);
  }

  @Override
  public String toString() {
    return id;
  }
}
