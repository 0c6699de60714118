package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.edge.problem.Refusal.FieldError;
import chat.gateway.account.Claim.Kind;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.password.TestPasswords;
import chat.gateway.limits.Limits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();
  private final InMemoryAccountTables tables = new InMemoryAccountTables();
  private final TestPasswords hashing = new TestPasswords();
  private final Passwords passwords = hashing.passwords;
  private final Accounts accounts = gateway(tables);

  @AfterEach
  void stop() {
    hashing.close();
  }

  @Test
  void names_are_unique_regardless_of_case_and_form() {
    accounts.register(registration("straße@example.test", "Anna"));

    assertThat(taken(registration("STRASSE@example.test", "other"))).containsExactly("email");
    assertThat(taken(registration("ＳＴＲＡＳＳＥ@example.test", "aNNA")))
        .containsExactly("email", "username");
    assertThat(taken(registration("other@example.test", "ANNA"))).containsExactly("username");
  }

  @Test
  void a_refused_registration_releases_its_other_name() {
    accounts.register(registration("a@example.test", "anna"));

    taken(registration("b@example.test", "anna"));
    taken(registration("a@example.test", "berta"));

    accounts.register(registration("b@example.test", "berta"));
  }

  @Test
  void of_concurrent_registrations_with_equal_names_one_gets_both() throws Exception {
    for (int round = 0; round < 50; round++) {
      String name = "user" + round;
      assertThat(atOnce(32, i -> registration(name + "@example.test", name))).isEqualTo(1);
    }
  }

  @Test
  void of_concurrent_registrations_with_one_username_one_gets_it() throws Exception {
    for (int round = 0; round < 50; round++) {
      String name = "user" + round;
      assertThat(atOnce(32, i -> registration(name + i + "@example.test", name))).isEqualTo(1);
    }
  }

  @Test
  void of_a_thousand_registrations_with_equal_names_one_gets_both() throws Exception {
    assertThat(atOnce(1_000, i -> registration("anna@example.test", "anna"))).isEqualTo(1);
  }

  /**
   * After each step of a registration its gateway dies, and another registration wants its names.
   */
  @Test
  void an_interrupted_registration_is_complete_or_absent() {
    for (int steps = 0; steps < 8; steps++) {
      String name = "user" + steps;
      Registration wanted = registration(name + "@example.test", name);
      Optional<Account> first = dieAfter(steps, wanted);

      clock.advance(LEASE);
      boolean second = register(wanted);

      assertThat(second).as("after %s steps", steps).isEqualTo(first.isEmpty());
      assertThat(accounts.authenticate(wanted.email(), "correct horse").username()).isEqualTo(name);
    }
  }

  @Test
  void names_are_taken_during_a_registration() {
    tables.claim(Kind.EMAIL, "a@example.test", new Claim("u1", clock.instant().plus(LEASE)));

    assertThat(taken(registration("a@example.test", "anna"))).containsExactly("email");
    clock.advance(LEASE);
    accounts.register(registration("a@example.test", "anna"));
  }

  @Test
  void an_overtaken_registration_stays_refused() {
    Registration wanted = registration("a@example.test", "anna");
    Accounts slow =
        gateway(
            new CrashingTables(tables, Integer.MAX_VALUE) {
              @Override
              public boolean commit(Account account) {
                clock.advance(LEASE);
                accounts.register(wanted);
                return super.commit(account);
              }
            });

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> slow.register(wanted))
        .matches(refusal -> refusal.code() == ProblemCode.UNAVAILABLE);
    assertThat(accounts.authenticate(wanted.email(), "correct horse").username()).isEqualTo("anna");
  }

  @Test
  void a_registration_refused_by_a_full_queue_leaves_its_names_free() {
    TestPasswords closed = new TestPasswords();
    Accounts full =
        new Accounts(
            tables,
            closed.passwords,
            AccountStream.over(this.tables, clock),
            Limits.none(),
            new TimeOrderedIds(clock, new Random(1)),
            clock,
            LEASE);
    closed.close();
    Registration wanted = registration("a@example.test", "anna");

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> full.register(wanted))
        .matches(refusal -> refusal.code() == ProblemCode.UNAVAILABLE);
    accounts.register(wanted);
  }

  @Test
  void ids_sort_by_time() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofMillis(1));
      ids.add(accounts.register(registration("u" + i + "@example.test", "user" + i)).id());
    }

    assertThat(ids).isSorted().allMatch(id -> id.charAt(14) == '7');
  }

  private Optional<Account> dieAfter(int steps, Registration wanted) {
    CrashingTables dying = new CrashingTables(tables, steps);
    try {
      gateway(dying).register(wanted);
    } catch (CrashingTables.Died e) {
      assertThat(steps).isLessThan(8);
    }
    return dying.committed();
  }

  private List<String> taken(Registration wanted) {
    try {
      accounts.register(wanted);
      return List.of();
    } catch (Refusal refusal) {
      assertThat(refusal.code()).isEqualTo(ProblemCode.CONFLICT);
      return refusal.errors().stream().map(FieldError::field).toList();
    }
  }

  private boolean register(Registration wanted) {
    return taken(wanted).isEmpty();
  }

  /** Runs each in a thread of its own, all released at the same moment. */
  private long atOnce(int count, IntFunction<Registration> wanted) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Registration one = wanted.apply(i);
        tries.add(
            threads.submit(
                () -> {
                  start.await();
                  return register(one);
                }));
      }
      start.countDown();
      long registered = 0;
      for (Future<Boolean> one : tries) {
        registered += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
      }
      return registered;
    } finally {
      threads.shutdownNow();
    }
  }

  private Accounts gateway(AccountTables tables) {
    return new Accounts(
        tables,
        passwords,
        AccountStream.over(this.tables, clock),
        Limits.none(),
        new TimeOrderedIds(clock, new SecureRandom()),
        clock,
        LEASE);
  }

  private static Registration registration(String email, String username) {
    return new Registration(email, username, "correct horse");
  }
}
