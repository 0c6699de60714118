package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.contract.user.UserEvent;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Claim.Kind;
import chat.gateway.account.password.NewPassword;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.password.TestPasswords;
import chat.gateway.account.signin.InMemoryFamilyTable;
import chat.gateway.account.signin.TestSignIns;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.SignIn;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of accounts, and their events in the stream. */
class AccountChangesTest {

  private static final String PASSWORD = "correct horse";

  private final SettableClock clock = new SettableClock();
  private final InMemoryAccountTables tables = new InMemoryAccountTables();
  private final InMemoryFamilyTable table = new InMemoryFamilyTable();
  private final AccountStream stream = new AccountStream(tables, table, clock);
  private final TestPasswords hashing = new TestPasswords();
  private final Passwords passwords = hashing.passwords;
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new SecureRandom());
  private final Accounts accounts =
      new Accounts(
          tables, passwords, stream.changes, Limits.none(), ids, clock, Duration.ofSeconds(30));
  private final TestSignIns signIns =
      new TestSignIns(table, tables, stream.changes, stream.revocations, clock);
  private final OwnAccount own =
      new OwnAccount(
          tables, passwords, stream.changes, Limits.none(), (file, owner) -> false, clock);

  private final Account anna =
      accounts.register(new Registration("a@example.test", "Anna", PASSWORD));

  @AfterEach
  void stop() {
    hashing.close();
  }

  @Test
  void a_registration_is_published_and_found_by_search() {
    assertThat(stream.told())
        .singleElement()
        .isInstanceOfSatisfying(
            UserEvent.Registered.class,
            event -> {
              assertThat(event.profile()).isEqualTo(anna.profile());
              assertThat(event.at()).isEqualTo(clock.instant().toEpochMilli());
            });
    assertThat(stream.names.find("an", null, 10))
        .containsExactly(new NameIndex.Entry("anna", anna.id()));
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void a_failed_event_is_published_later_with_the_same_id() {
    stream.breakLog(true);
    Account shown = own.show(anna.id(), current -> new DisplayProfile("Anna A.", null, null));
    assertThat(stream.told()).isEmpty();
    stream.breakLog(false);

    stream.changes.sweep();
    assertThat(stream.told()).as("what is under way").isEmpty();
    String id = last(stream.pending.all()).id();
    clock.advance(Duration.ofMinutes(1));
    stream.changes.sweep();

    assertThat(stream.told()).extracting(UserEvent::type).contains("registered", "changed");
    assertThat(last(stream.told()).id()).isEqualTo(id);
    assertThat(((UserEvent.Changed) last(stream.told())).profile()).isEqualTo(shown.profile());
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void a_change_that_was_never_made_is_not_published() {
    assertThat(stream.told()).hasSize(1);
    stream.changes.begin(AccountChange.Kind.REGISTRATION, "unknown", null);
    stream.changes.begin(AccountChange.Kind.ERASURE, anna.id(), null);
    clock.advance(Duration.ofMinutes(1));

    stream.changes.sweep();

    assertThat(stream.told()).extracting(UserEvent::type).containsExactly("registered");
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void an_erased_account_leaves_all_its_rooms_despite_failures() {
    stream.rooms.failing = true;
    stream.rooms.left = 3;
    own.erase(signedIn(anna), PASSWORD);
    assertThat(last(stream.told())).isInstanceOf(UserEvent.Erased.class);
    assertThat(stream.rooms.asked).hasSize(1);
    assertThat(stream.pending.all())
        .extracting(AccountChange::kind)
        .containsExactly(AccountChange.Kind.FAREWELL);

    stream.rooms.failing = false;
    sweepLater();
    assertThat(stream.rooms.asked).as("one that left some").hasSize(2);
    assertThat(stream.pending.all()).hasSize(1);
    sweepLater();
    assertThat(stream.rooms.asked).as("one that found none").hasSize(3);
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void one_gateway_at_a_time_removes_an_erased_account_from_its_rooms() {
    own.erase(signedIn(anna), PASSWORD);
    assertThat(stream.told()).isNotEmpty();
    clock.advance(Duration.ofSeconds(90));
    stream.changes.sweep();
    stream.changes.runWaiting();
    assertThat(stream.rooms.asked).as("the first one may still be at it").hasSize(1);
    sweepLater();
    assertThat(stream.rooms.asked).hasSize(2);
  }

  private void sweepLater() {
    clock.advance(Duration.ofMinutes(3));
    stream.changes.sweep();
    stream.changes.runWaiting();
  }

  @Test
  void a_change_that_fails_at_the_stop_drops_none_behind_it() {
    assertThat(stream.told()).hasSize(1);
    stream.rooms.throwing = true;
    AccountChange failing = stream.changes.begin(AccountChange.Kind.FAREWELL, "gone", null);
    stream.changes.finish(failing);
    own.show(anna.id(), present -> new DisplayProfile("Anna A.", null, null));
    own.show(anna.id(), present -> new DisplayProfile("Anna B.", null, null));

    stream.changes.finish();

    assertThat(stream.pending.all()).as("what is carried on later").containsExactly(failing);
    assertThat(stream.told())
        .extracting(UserEvent::type)
        .containsExactly("registered", "changed", "changed");
  }

  @Test
  void changing_nothing_is_no_change() {
    own.show(anna.id(), current -> new DisplayProfile("Anna", null, null));
    own.show(anna.id(), current -> new DisplayProfile("Anna", null, null));

    assertThat(stream.told()).extracting(UserEvent::type).containsExactly("registered", "changed");
    assertThat(own.read(anna.id()).version()).isEqualTo(2);
  }

  @Test
  void logging_out_ends_one_sign_in_everywhere() {
    TestSignIns.Device phone = signIns.start(anna);
    TestSignIns.Device desk = signIns.start(anna);

    phone.logOut();

    assertThat(phone.isRevoked()).isTrue();
    assertThat(desk.isRevoked()).isFalse();
    assertThat(((UserEvent.Revoked) last(stream.told())).sessions())
        .isEqualTo(new UserEvent.Sessions.Family(phone.family()));
  }

  @Test
  void a_sign_in_ends_although_its_gateway_died_before() {
    TestSignIns.Device phone = signIns.start(anna);
    stream.changes.begin(AccountChange.Kind.END_OF_FAMILY, anna.id(), phone.family());
    clock.advance(Duration.ofMinutes(1));

    stream.changes.sweep();

    assertEnded(phone);
  }

  @Test
  void a_new_password_ends_all_other_sign_ins() {
    TestSignIns.Device phone = signIns.start(anna);
    TestSignIns.Device desk = signIns.start(anna);

    own.changePassword(desk.signedIn(), PASSWORD, new NewPassword("battery staple"));
    TestSignIns.Device later =
        signIns.start(accounts.authenticate("a@example.test", "battery staple"));

    assertThat(phone.isRevoked()).isTrue();
    assertThat(desk.isRevoked()).isFalse();
    assertThat(later.isRevoked()).isFalse();
    assertEnded(phone);
    TestSignIns.Device next = desk.refresh();
    later.refresh();
    assertThat(next.isRevoked()).isFalse();
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> accounts.authenticate("a@example.test", PASSWORD));
  }

  @Test
  void a_later_password_change_ends_the_sign_in_that_an_earlier_one_kept() {
    TestSignIns.Device phone = signIns.start(anna);
    own.changePassword(phone.signedIn(), PASSWORD, new NewPassword("battery staple"));
    TestSignIns.Device desk =
        signIns.start(accounts.authenticate("a@example.test", "battery staple"));

    own.changePassword(desk.signedIn(), "battery staple", new NewPassword("third password"));

    assertThat(phone.isRevoked()).isTrue();
    assertThat(desk.isRevoked()).isFalse();
    assertEnded(phone);
  }

  @Test
  void an_ended_sign_in_cannot_change_the_password() {
    TestSignIns.Device phone = signIns.start(anna);
    own.signOut(anna.id());

    assertRefused(
        ProblemCode.UNAUTHENTICATED,
        () -> own.changePassword(phone.signedIn(), PASSWORD, new NewPassword("battery staple")));
  }

  @Test
  void a_sign_in_that_began_with_the_old_password_does_not_outlive_it() {
    Account read = own.read(anna.id());
    own.changePassword(signIns.start(anna).signedIn(), PASSWORD, new NewPassword("battery staple"));

    TestSignIns.Device late = signIns.start(read);

    assertThat(late.isRevoked()).isTrue();
    assertEnded(late);
  }

  @Test
  void a_wrong_password_changes_and_erases_nothing() {
    TestSignIns.Device phone = signIns.start(anna);

    assertRefused(
        ProblemCode.FORBIDDEN,
        () -> own.changePassword(phone.signedIn(), "wrong horse", new NewPassword("12 34 56 78")));
    assertRefused(ProblemCode.FORBIDDEN, () -> own.erase(signedIn(anna), "wrong horse"));
    phone.refresh();
  }

  @Test
  void an_erasure_clears_all_tables_and_frees_the_names() {
    TestSignIns.Device phone = signIns.start(anna);

    Instant at = own.erase(signedIn(anna), PASSWORD);

    assertThat(tables.account(anna.id())).isEmpty();
    assertThat(tables.erased(anna.id())).isEmpty();
    assertThat(tables.find(Kind.EMAIL, "a@example.test")).isEmpty();
    assertThat(tables.find(Kind.USERNAME, "anna")).isEmpty();
    assertThat(stream.names.find("a", null, 10)).isEmpty();
    assertThat(phone.isRevoked()).isTrue();
    assertEnded(phone);
    assertThat(last(stream.told()))
        .isEqualTo(new UserEvent.Erased(last(stream.told()).id(), anna.id(), at.toEpochMilli()));
    accounts.register(new Registration("a@example.test", "anna", PASSWORD));
  }

  @Test
  void an_erasure_is_completed_after_its_gateway_died() {
    AccountChange change = stream.changes.begin(AccountChange.Kind.ERASURE, anna.id(), null);
    tables.erase(own.read(anna.id()), change.at());
    clock.advance(Duration.ofMinutes(1));

    stream.changes.sweep();

    assertThat(tables.find(Kind.USERNAME, "anna")).isEmpty();
    assertThat(last(stream.told()).type()).isEqualTo("erased");
  }

  private static void assertEnded(TestSignIns.Device device) {
    assertRefused(ProblemCode.UNAUTHENTICATED, device::refresh);
  }

  private static void assertRefused(ProblemCode code, Runnable task) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(task::run)
        .matches(refusal -> refusal.code() == code);
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private SignedIn signedIn(Account account) {
    return new SignedIn(account.author(), new SignIn("any", 1), clock.instant());
  }
}
