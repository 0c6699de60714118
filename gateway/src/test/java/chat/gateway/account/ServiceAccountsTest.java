package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.user.UserEvent;
import chat.gateway.account.password.TestPasswords;
import chat.gateway.account.signin.InMemoryFamilyTable;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.SignIn;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts of services. */
class ServiceAccountsTest {

  private static final String ID = "crm-1";

  private final SettableClock clock = new SettableClock();
  private final InMemoryAccountTables tables = new InMemoryAccountTables();
  private final AccountStream stream = new AccountStream(tables, new InMemoryFamilyTable(), clock);
  private final TestPasswords hashing = new TestPasswords();
  private final OwnAccount own =
      new OwnAccount(
          tables, hashing.passwords, stream.changes, Limits.none(), (file, owner) -> false, clock);
  private final ServiceAccounts accounts = new ServiceAccounts(tables, stream.changes, own, clock);

  @AfterEach
  void stop() {
    hashing.close();
  }

  @Test
  void another_username_ends_the_tokens_that_have_the_former_one() {
    Account before = put("anna");
    SignIn minted = new SignIn("minted", before.version());
    SignIn issued = new SignIn("issued", before.version(), clock.instant().toEpochMilli());

    Account after = put("bert");

    assertThat(stream.revocations.isRevoked(ID, minted)).isTrue();
    assertThat(stream.revocations.isRevoked(ID, issued)).isTrue();
    assertThat(after.allows(clock.instant())).isFalse();
    assertThat(stream.revocations.isRevoked(ID, new SignIn("later", after.version()))).isFalse();
    List<UserEvent> told = stream.told();
    assertThat(told.get(told.size() - 1))
        .isInstanceOfSatisfying(
            UserEvent.Revoked.class,
            event -> assertThat(event.profile()).isEqualTo(after.profile()));
  }

  @Test
  void another_name_ends_no_tokens() {
    Account before = put("anna");

    Account after =
        accounts.put(ID, present -> new ServiceProfile("anna", "Anna A.", null, null)).account();

    assertThat(after.name()).isEqualTo("Anna A.");
    assertThat(stream.revocations.isRevoked(ID, new SignIn("minted", before.version()))).isFalse();
    assertThat(stream.told()).extracting(UserEvent::type).containsExactly("registered", "changed");
  }

  private Account put(String username) {
    return accounts.put(ID, present -> new ServiceProfile(username, null, null, null)).account();
  }
}
