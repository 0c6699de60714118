package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.contract.UserEvent;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Claim.Kind;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.SignIn;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts as they change, and what the stream says of it. */
class ChangesTest {

  private static final String PASSWORD = "correct horse";

  private final SettableClock clock = new SettableClock();
  private final InMemoryAccountTables tables = new InMemoryAccountTables();
  private final InMemoryFamilyTable table = new InMemoryFamilyTable();
  private final AccountStream stream = new AccountStream(tables, table, clock);
  private final PasswordSettings settings = new PasswordSettings(4, 2, 0, 10);
  private final HashingPool pool = new HashingPool(settings);
  private final Passwords passwords =
      new Passwords(settings, new Secret(new byte[32]), new SecureRandom(), pool);
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new SecureRandom());
  private final Accounts accounts =
      new Accounts(
          tables, passwords, stream.changes, Limits.none(), ids, clock, Duration.ofSeconds(30));
  private final Families families =
      new Families(
          table,
          tables,
          new RefreshTokens(new Secret(new byte[32]), new SecureRandom()),
          new RefreshSettings(Duration.ofDays(30), Duration.ofSeconds(10)),
          stream.changes,
          ids,
          clock);
  private final OwnAccount own =
      new OwnAccount(tables, passwords, stream.changes, Limits.none(), (file, owner) -> false);

  private final Account anna =
      accounts.register(new Registration("a@example.test", "Anna", PASSWORD));

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void a_registration_is_told_of_and_can_be_searched_for() {
    assertThat(stream.told())
        .singleElement()
        .isInstanceOfSatisfying(
            UserEvent.Registered.class,
            event -> {
              assertThat(event.profile()).isEqualTo(anna.profile());
              assertThat(event.at()).isEqualTo(clock.instant().toEpochMilli());
            });
    assertThat(stream.names.find("an", null, 10))
        .containsExactly(new UserNames.Entry("anna", anna.id()));
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void what_the_log_did_not_take_is_told_of_later_under_the_same_id() {
    stream.breakLog(true);
    Account shown = own.show(anna.id(), present -> new Appearance("Anna A.", null));
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
  void what_was_written_down_and_never_made_is_not_told_of() {
    assertThat(stream.told()).hasSize(1);
    stream.changes.begin(Change.Kind.REGISTRATION, "nobody", null);
    stream.changes.begin(Change.Kind.ERASURE, anna.id(), null);
    clock.advance(Duration.ofMinutes(1));

    stream.changes.sweep();

    assertThat(stream.told()).extracting(UserEvent::type).containsExactly("registered");
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void an_erased_account_leaves_its_rooms_until_there_is_none_left_whatever_fails() {
    stream.rooms.failing = true;
    stream.rooms.left = 3;
    own.erase(anna.id(), PASSWORD);
    assertThat(last(stream.told())).isInstanceOf(UserEvent.Erased.class);
    assertThat(stream.rooms.asked).hasSize(1);
    assertThat(stream.pending.all()).extracting(Change::kind).containsExactly(Change.Kind.FAREWELL);

    stream.rooms.failing = false;
    sweepLater();
    assertThat(stream.rooms.asked).as("one that left some").hasSize(2);
    assertThat(stream.pending.all()).hasSize(1);
    sweepLater();
    assertThat(stream.rooms.asked).as("one that found none").hasSize(3);
    assertThat(stream.pending.all()).isEmpty();
  }

  @Test
  void one_gateway_at_a_time_has_an_erased_account_leave_its_rooms() {
    own.erase(anna.id(), PASSWORD);
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
  void changing_nothing_is_no_change() {
    own.show(anna.id(), present -> new Appearance("Anna", null));
    own.show(anna.id(), present -> new Appearance("Anna", null));

    assertThat(stream.told()).extracting(UserEvent::type).containsExactly("registered", "changed");
    assertThat(own.read(anna.id()).version()).isEqualTo(2);
  }

  @Test
  void logging_out_ends_one_sign_in_everywhere() {
    Families.Step phone = families.start(anna);
    Families.Step desk = families.start(anna);

    families.end(phone.token().text());

    assertThat(isRevoked(phone)).isTrue();
    assertThat(isRevoked(desk)).isFalse();
    assertThat(((UserEvent.Revoked) last(stream.told())).sessions())
        .isEqualTo(new UserEvent.Sessions.Family(phone.family().id()));
  }

  @Test
  void a_family_whose_gateway_died_before_ending_it_ends_all_the_same() {
    Families.Step phone = families.start(anna);
    stream.changes.begin(Change.Kind.END_OF_FAMILY, anna.id(), phone.family().id());
    clock.advance(Duration.ofMinutes(1));

    stream.changes.sweep();

    assertEnded(phone);
  }

  @Test
  void a_new_password_ends_all_other_sign_ins() {
    Families.Step phone = families.start(anna);
    Families.Step desk = families.start(anna);

    own.changePassword(signedIn(desk), PASSWORD, new NewPassword("battery staple"));
    Families.Step later = families.start(accounts.authenticate("a@example.test", "battery staple"));

    assertThat(isRevoked(phone)).isTrue();
    assertThat(isRevoked(desk)).isFalse();
    assertThat(isRevoked(later)).isFalse();
    assertEnded(phone);
    Families.Step next = families.refresh(desk.token().text());
    families.refresh(later.token().text());
    assertThat(isRevoked(next)).isFalse();
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> accounts.authenticate("a@example.test", PASSWORD));
  }

  @Test
  void who_was_kept_once_is_not_kept_when_another_changes_the_password() {
    Families.Step phone = families.start(anna);
    own.changePassword(signedIn(phone), PASSWORD, new NewPassword("battery staple"));
    Families.Step desk = families.start(accounts.authenticate("a@example.test", "battery staple"));

    own.changePassword(signedIn(desk), "battery staple", new NewPassword("third password"));

    assertThat(isRevoked(phone)).isTrue();
    assertThat(isRevoked(desk)).isFalse();
    assertEnded(phone);
  }

  @Test
  void a_sign_in_that_ended_can_not_keep_itself_by_a_new_password() {
    Families.Step phone = families.start(anna);
    own.signOut(anna.id());

    assertRefused(
        ProblemCode.UNAUTHENTICATED,
        () -> own.changePassword(signedIn(phone), PASSWORD, new NewPassword("battery staple")));
  }

  @Test
  void a_sign_in_that_began_with_the_old_password_does_not_outlive_it() {
    Account read = own.read(anna.id());
    own.changePassword(signedIn(families.start(anna)), PASSWORD, new NewPassword("battery staple"));

    Families.Step late = families.start(read);

    assertThat(isRevoked(late)).isTrue();
    assertEnded(late);
  }

  @Test
  void a_wrong_password_changes_and_erases_nothing() {
    Families.Step phone = families.start(anna);

    assertRefused(
        ProblemCode.FORBIDDEN,
        () -> own.changePassword(signedIn(phone), "wrong horse", new NewPassword("12 34 56 78")));
    assertRefused(ProblemCode.FORBIDDEN, () -> own.erase(anna.id(), "wrong horse"));
    families.refresh(phone.token().text());
  }

  @Test
  void an_erased_account_is_gone_from_all_tables_and_its_names_are_free() {
    Families.Step phone = families.start(anna);

    Instant at = own.erase(anna.id(), PASSWORD);

    assertThat(tables.account(anna.id())).isEmpty();
    assertThat(tables.erased(anna.id())).isEmpty();
    assertThat(tables.find(Kind.EMAIL, "a@example.test")).isEmpty();
    assertThat(tables.find(Kind.USERNAME, "anna")).isEmpty();
    assertThat(stream.names.find("a", null, 10)).isEmpty();
    assertThat(isRevoked(phone)).isTrue();
    assertEnded(phone);
    assertThat(last(stream.told()))
        .isEqualTo(new UserEvent.Erased(last(stream.told()).id(), anna.id(), at.toEpochMilli()));
    accounts.register(new Registration("a@example.test", "anna", PASSWORD));
  }

  @Test
  void an_erasure_whose_gateway_died_is_carried_through() {
    Change change = stream.changes.begin(Change.Kind.ERASURE, anna.id(), null);
    tables.erase(own.read(anna.id()), change.at());
    clock.advance(Duration.ofMinutes(1));

    stream.changes.sweep();

    assertThat(tables.find(Kind.USERNAME, "anna")).isEmpty();
    assertThat(last(stream.told()).type()).isEqualTo("erased");
  }

  private boolean isRevoked(Families.Step step) {
    Family family = step.family();
    return stream.revocations.isRevoked(
        family.userId(), new SignIn(family.id(), family.accountVersion()));
  }

  private SignedIn signedIn(Families.Step step) {
    Family family = step.family();
    return new SignedIn(
        anna.author(), new SignIn(family.id(), family.accountVersion()), Instant.MAX);
  }

  private void assertEnded(Families.Step step) {
    assertRefused(ProblemCode.UNAUTHENTICATED, () -> families.refresh(step.token().text()));
  }

  private static void assertRefused(ProblemCode code, Runnable task) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(task::run)
        .matches(refusal -> refusal.code() == code);
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }
}
