package chat.gateway.account.signin;

import chat.gateway.account.Account;
import chat.gateway.account.AccountChanges;
import chat.gateway.account.AccountTables;
import chat.gateway.account.TimeOrderedIds;
import chat.gateway.account.events.Revocations;
import chat.gateway.account.token.Secret;
import chat.gateway.account.token.SignedIn;
import chat.sockets.fanout.SignIn;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Signs devices in to accounts, and returns the state of their sign-ins. */
public final class TestSignIns {

  private final Families families;
  private final Revocations revocations;

  public TestSignIns(
      InMemoryFamilyTable table,
      AccountTables accounts,
      AccountChanges changes,
      Revocations revocations,
      InstantSource clock) {
    this.revocations = revocations;
    this.families =
        new Families(
            table,
            accounts,
            new RefreshTokens(new Secret(new byte[32]), new SecureRandom()),
            new RefreshSettings(Duration.ofDays(30), Duration.ofSeconds(10)),
            changes,
            new TimeOrderedIds(clock, new SecureRandom()),
            clock);
  }

  /** Signs a device in. */
  public Device start(Account account) {
    return new Device(families.start(account));
  }

  /** A device that signed in. */
  public final class Device {

    private final Families.Step step;

    private Device(Families.Step step) {
      this.step = step;
    }

    public String family() {
      return step.family().id();
    }

    public SignedIn signedIn() {
      return new SignedIn(step.account().author(), signIn(), Instant.MAX);
    }

    public boolean isRevoked() {
      return revocations.isRevoked(step.account().id(), signIn());
    }

    public Device refresh() {
      return new Device(families.refresh(step.token().text()));
    }

    public void logOut() {
      families.end(step.token().text());
    }

    private SignIn signIn() {
      return new SignIn(step.family().id(), step.family().accountVersion());
    }
  }
}
