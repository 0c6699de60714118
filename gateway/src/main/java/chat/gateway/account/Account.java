package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.user.Profile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered account.
 *
 * @param email as entered
 * @param username as entered
 * @param passwordHash made by {@link chat.gateway.account.password.Passwords}
 * @param name display name, if set
 * @param avatar id of a file, if set
 * @param version number of changes, from 1
 * @param endedBefore sign-ins that began before this version have ended
 * @param keptFamily a sign-in that is exempt from that
 * @param data of the application, if there are any
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
    @Nullable String keptFamily,
    @Nullable ApplicationData data) {

  /** A new account. */
  public static Account registered(
      String id, String email, String username, String passwordHash, Instant createdAt) {
    return new Account(id, email, username, passwordHash, createdAt, null, null, 1, 0, null, null);
  }

  public Author author() {
    return new Author(id, username);
  }

  /** The public profile. */
  Profile profile() {
    return new Profile(id, username, name, avatar, createdAt.toEpochMilli(), version, data);
  }

  /** The fields of the profile that the user sets. */
  DisplayProfile displayProfile() {
    return new DisplayProfile(name, avatar, data);
  }

  /** The next version, with another display profile. */
  Account shownAs(DisplayProfile next) {
    return new Account(
        id,
        email,
        username,
        passwordHash,
        createdAt,
        next.name(),
        next.avatar(),
        version + 1,
        endedBefore,
        keptFamily,
        next.data());
  }

  /** The next version, in which all sign-ins but one have ended. */
  Account withoutSignIns(String nextPasswordHash, @Nullable String kept) {
    int next = version + 1;
    return new Account(
        id, email, username, nextPasswordHash, createdAt, name, avatar, next, next, kept, data);
  }

  /** Whether no change of the account has ended a sign-in. */
  public boolean allows(String family, int startVersion) {
    return startVersion >= endedBefore || family.equals(keptFamily);
  }

  @Override
  public String toString() {
    return id;
  }
}
