package chat.gateway.account.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Account;
import chat.gateway.account.AccountStream;
import chat.gateway.account.InMemoryAccountTables;
import chat.gateway.account.SettableClock;
import chat.gateway.account.TimeOrderedIds;
import chat.gateway.account.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FamiliesTest {

  private static final Account ANNA =
      Account.registered("u1", "a@example.test", "anna", "", Instant.EPOCH);

  private final SettableClock clock = new SettableClock();
  private final InMemoryFamilyTable table = new InMemoryFamilyTable();
  private final InMemoryAccountTables accounts = new InMemoryAccountTables();
  private final Families families = gateway();

  @BeforeEach
  void register() {
    accounts.commit(ANNA);
  }

  @Test
  void a_token_reused_within_the_grace_gets_the_same_step_from_any_gateway() {
    Families.Step first = families.start(ANNA);
    Families.Step second = families.refresh(first.token().text());
    clock.advance(Duration.ofSeconds(10));

    Families.Step again = gateway().refresh(first.token().text());

    assertThat(again.token().text()).isEqualTo(second.token().text());
    assertThat(again.at()).isEqualTo(second.at());
  }

  @Test
  void a_token_reused_after_the_grace_ends_the_family() {
    Families.Step first = families.start(ANNA);
    Families.Step second = families.refresh(first.token().text());
    clock.advance(Duration.ofSeconds(10).plusMillis(1));

    assertEnded(first);
    assertEnded(second);
  }

  @Test
  void a_token_before_the_previous_one_ends_the_family_at_once() {
    Families.Step first = families.start(ANNA);
    Families.Step second = families.refresh(first.token().text());
    Families.Step third = families.refresh(second.token().text());

    assertEnded(first);
    assertEnded(third);
  }

  @Test
  void other_families_of_the_account_stay_open() {
    Families.Step phone = families.start(ANNA);
    Families.Step laptop = families.start(ANNA);
    families.end(phone.token().text());

    assertEnded(phone);
    families.refresh(laptop.token().text());
  }

  @Test
  void an_unused_family_expires() {
    Families.Step step = families.start(ANNA);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofDays(29));
      step = families.refresh(step.token().text());
    }
    clock.advance(Duration.ofDays(30));

    assertEnded(step);
  }

  @Test
  void successors_never_repeat() {
    Families.Step step = families.start(ANNA);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(seen.add(step.token().text())).isTrue();
      step = families.refresh(step.token().text());
    }
  }

  @Test
  void a_token_does_not_reveal_its_successor() {
    RefreshTokens tokens = new RefreshTokens(new Secret(new byte[32]), new Random(1));
    RefreshToken token = tokens.first(new UUID(1, 2));
    String visible = HexFormat.of().formatHex(token.bytes());
    String next = HexFormat.of().formatHex(tokens.successor(token).secret());

    for (int i = 0; i + 16 <= visible.length(); i += 2) {
      assertThat(next).doesNotContain(visible.substring(i, i + 16));
    }
  }

  @Test
  void a_token_of_another_secret_is_refused() {
    Families.Step step = families.start(ANNA);
    RefreshTokens foreign = new RefreshTokens(new Secret(new byte[] {1}), new Random(1));

    assertThat(foreign.read(step.token().text())).isEmpty();
  }

  @Test
  void a_malformed_token_is_refused() {
    for (String text : new String[] {"", "a", "ü", "\u0000", "a".repeat(86), "a".repeat(10_000)}) {
      assertThatExceptionOfType(Refusal.class).isThrownBy(() -> families.refresh(text));
      families.end(text);
    }
  }

  private void assertEnded(Families.Step step) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> families.refresh(step.token().text()))
        .matches(refusal -> refusal.code() == ProblemCode.UNAUTHENTICATED);
  }

  private Families gateway() {
    Random random = new Random(7);
    return new Families(
        table,
        accounts,
        new RefreshTokens(new Secret(new byte[32]), random),
        new RefreshSettings(Duration.ofDays(30), Duration.ofSeconds(10)),
        new AccountStream(accounts, table, clock).changes,
        new TimeOrderedIds(clock, random),
        clock);
  }
}
