package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.contract.user.UserEvent;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Claim.Kind;
import chat.gateway.account.password.TestPasswords;
import chat.gateway.account.signin.InMemoryFamilyTable;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.SignIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts of services, while other gateways change them. */
class ServiceAccountsTest {

  private static final String ID = "crm-1";

  private final SettableClock clock = new SettableClock();
  private final InMemoryAccountTables store = new InMemoryAccountTables();
  private final MeddledTables tables = new MeddledTables();
  private final AccountStream stream = new AccountStream(tables, new InMemoryFamilyTable(), clock);
  private final TestPasswords hashing = new TestPasswords();
  private final OwnAccount own =
      new OwnAccount(
          tables, hashing.passwords, stream.changes, Limits.none(), (file, owner) -> false, clock);
  private final ServiceAccounts accounts = new ServiceAccounts(tables, stream.changes, own, clock);

  /** Tables in which another gateway does something at a moment, once. */
  private final class MeddledTables extends CrashingTables {
    Runnable beforeRelease = () -> {};
    Runnable afterRead = () -> {};

    MeddledTables() {
      super(store, Integer.MAX_VALUE);
    }

    @Override
    public void release(Kind kind, String key, String owner) {
      Runnable other = beforeRelease;
      beforeRelease = () -> {};
      other.run();
      super.release(kind, key, owner);
    }

    @Override
    public Optional<Account> account(String id) {
      var account = super.account(id);
      Runnable other = afterRead;
      afterRead = () -> {};
      other.run();
      return account;
    }
  }

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

  @Test
  void a_username_that_comes_back_while_it_is_released_stays_its_users() {
    put("anna");
    tables.beforeRelease = () -> rename("anna");

    put("bert");

    assertThat(store.account(ID).orElseThrow().username()).isEqualTo("anna");
    assertThat(store.find(Kind.USERNAME, "anna")).hasValue(new Claim(ID, null));
    assertThat(store.find(Kind.USERNAME, "bert")).isEmpty();
    assertThat(stream.names.find("anna", null, 10))
        .containsExactly(new NameIndex.Entry("anna", ID));
    assertThat(stream.names.find("bert", null, 10)).isEmpty();
  }

  @Test
  void a_username_that_was_released_while_the_account_got_it_is_claimed_again() {
    put("anna");
    tables.beforeRelease = () -> store.release(Kind.USERNAME, "bert", ID);

    put("bert");

    assertThat(store.find(Kind.USERNAME, "bert")).hasValue(new Claim(ID, null));
  }

  @Test
  void an_end_of_sessions_of_a_user_who_is_erased_meanwhile_finds_none() {
    put("anna");
    tables.afterRead = () -> accounts.erase(ID);

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> accounts.endSessions(ID))
        .matches(refusal -> refusal.code() == ProblemCode.NOT_FOUND);
  }

  @Test
  void two_erasures_at_once_have_one_receipt() {
    put("anna");
    Instant[] first = new Instant[1];
    tables.afterRead = () -> first[0] = accounts.erase(ID);

    assertThat(accounts.erase(ID)).isEqualTo(first[0]);
  }

  private Account put(String username) {
    return accounts.put(ID, present -> new ServiceProfile(username, null, null, null)).account();
  }

  /** Renames the account as another gateway does, which has the claim already. */
  private void rename(String username) {
    Account present = store.account(ID).orElseThrow();
    ServiceProfile next = new ServiceProfile(username, null, null, null);
    assertThat(store.replace(present.described(next, clock.instant()))).isTrue();
  }
}
