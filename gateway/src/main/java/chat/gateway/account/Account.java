package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.user.Profile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A registered account.
 *
 * @param email as entered, or as its issuer says; null if it says nothing
 * @param username as entered
 * @param passwordHash made by {@link chat.gateway.account.password.Passwords}; null for an account
 *     of an issuer or a service
 * @param name display name, if set
 * @param avatar id of a file, if set
 * @param version number of changes, from 1
 * @param endedBefore sign-ins that began before this version have ended
 * @param keptFamily a sign-in that is exempt from that
 * @param issuedBefore the tokens that an issuer issued up to then have ended; null for none
 * @param claims what the latest token of its issuer said; null for an account of our own
 * @param data of the application, if there are any
 */
public record Account(
    String id,
    @Nullable String email,
    String username,
    @Nullable String passwordHash,
    Instant createdAt,
    @Nullable String name,
    @Nullable String avatar,
    int version,
    int endedBefore,
    @Nullable String keptFamily,
    @Nullable Instant issuedBefore,
    @Nullable IssuerClaims claims,
    @Nullable ApplicationData data) {

  /** A new account. */
  public static Account registered(
      String id, String email, String username, String passwordHash, Instant createdAt) {
    return new Account(
        id, email, username, passwordHash, createdAt, null, null, 1, 0, null, null, null, null);
  }

  /** A new account that a service creates. */
  static Account ofService(String id, ServiceProfile profile, Instant createdAt) {
    return new Account(
        id,
        profile.email(),
        profile.username(),
        null,
        createdAt,
        profile.name(),
        null,
        1,
        0,
        null,
        null,
        null,
        profile.data());
  }

  /**
   * The next version, as a service describes the user; this one if that is the same. Another
   * username ends all sign-ins, whose tokens and connections have the former one.
   *
   * @param issued the time up to which another username ends an issuer's tokens
   */
  Account described(ServiceProfile profile, Instant issued) {
    if (profile.equals(new ServiceProfile(username, name, email, data))) {
      return this;
    }
    DisplayProfile shown = new DisplayProfile(profile.name(), avatar, profile.data());
    Account next = with(profile.email(), profile.username(), shown, claims);
    return profile.username().equals(username)
        ? next
        : next.ended(passwordHash, next.version, null, later(issued));
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
    return with(email, username, next, claims);
  }

  /** The next version, with the name, email and claims of a later token of its issuer. */
  Account following(@Nullable String nextName, @Nullable String nextEmail, IssuerClaims next) {
    return with(nextEmail, username, new DisplayProfile(nextName, avatar, data), next);
  }

  /** The next version, with another password, in which all sign-ins but one have ended. */
  Account withoutSignIns(@Nullable String nextPasswordHash, @Nullable String kept) {
    return next().ended(nextPasswordHash, version + 1, kept, issuedBefore);
  }

  /** The next version, in which all sign-ins have ended, also an issuer's tokens up to a time. */
  Account signedOut(Instant issued) {
    return next().ended(passwordHash, version + 1, null, later(issued));
  }

  /** The next version, in which an issuer's tokens up to a time have ended. */
  Account withoutTokens(Instant issued) {
    return next().ended(passwordHash, endedBefore, keptFamily, issued);
  }

  private Account next() {
    return shownAs(displayProfile());
  }

  /** The next version, with another profile. */
  private Account with(
      @Nullable String nextEmail,
      String nextUsername,
      DisplayProfile shown,
      @Nullable IssuerClaims nextClaims) {
    return new Account(
        id,
        nextEmail,
        nextUsername,
        passwordHash,
        createdAt,
        shown.name(),
        shown.avatar(),
        version + 1,
        endedBefore,
        keptFamily,
        issuedBefore,
        nextClaims,
        shown.data());
  }

  /** The same version, in which other sign-ins have ended. */
  private Account ended(
      @Nullable String nextPasswordHash,
      int nextEnd,
      @Nullable String kept,
      @Nullable Instant issued) {
    return new Account(
        id,
        email,
        username,
        nextPasswordHash,
        createdAt,
        name,
        avatar,
        version,
        nextEnd,
        kept,
        issued,
        claims,
        data);
  }

  /** In milliseconds, as the tables keep it: else a lost answer would hide that it was stored. */
  private @Nullable Instant later(Instant issued) {
    Instant stored = issued.truncatedTo(ChronoUnit.MILLIS);
    return allows(stored) ? stored : issuedBefore;
  }

  /** The time up to which an issuer's tokens have ended, in milliseconds; 0 for none. */
  long tokensEndedAt() {
    return issuedBefore == null ? 0 : issuedBefore.toEpochMilli();
  }

  /** Whether a token of its issuer has not ended. */
  public boolean allows(Instant issuedAt) {
    return issuedBefore == null || issuedAt.isAfter(issuedBefore);
  }

  /** Whether a folded email is the account's. */
  boolean hasEmail(String folded) {
    return email != null && CaseFolding.fold(email).equals(folded);
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
