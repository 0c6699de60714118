package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.ApplicationData;
import chat.gateway.account.Claim.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of the tables of accounts, for every store. */
abstract class AccountTablesContract {

  private static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00.123Z");

  private final String key = UUID.randomUUID() + "@example.test";
  private final String anna = UUID.randomUUID().toString();
  private final String bert = UUID.randomUUID().toString();

  abstract AccountTables tables();

  @ParameterizedTest
  @EnumSource
  void the_first_claim_wins(Kind kind) {
    Claim annas = new Claim(anna, UNTIL);

    assertThat(tables().claim(kind, key, annas)).isEqualTo(annas);
    assertThat(tables().claim(kind, key, new Claim(bert, UNTIL))).isEqualTo(annas);
    assertThat(tables().find(kind, key)).hasValue(annas);
  }

  @ParameterizedTest
  @EnumSource
  void a_repeated_claim_changes_nothing(Kind kind) {
    Claim annas = new Claim(anna, UNTIL);
    tables().claim(kind, key, annas);

    assertThat(tables().claim(kind, key, annas)).isEqualTo(annas);
  }

  @Test
  void emails_and_usernames_are_claimed_separately() {
    tables().claim(Kind.EMAIL, key, new Claim(anna, UNTIL));

    assertThat(tables().find(Kind.USERNAME, key)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_claim_is_taken_over_only_from_the_expected_owner(Kind kind) {
    Claim berts = new Claim(bert, UNTIL);
    assertThat(tables().takeOver(kind, key, anna, berts)).as("unclaimed").isFalse();
    tables().claim(kind, key, new Claim(anna, UNTIL));

    assertThat(tables().takeOver(kind, key, "someone", berts)).as("another's").isFalse();
    assertThat(tables().takeOver(kind, key, anna, berts)).isTrue();
    assertThat(tables().takeOver(kind, key, anna, new Claim("carl", UNTIL))).isFalse();
    assertThat(tables().find(kind, key)).hasValue(berts);
  }

  @ParameterizedTest
  @EnumSource
  void only_the_owner_settles_a_claim(Kind kind) {
    tables().claim(kind, key, new Claim(anna, UNTIL));

    tables().settle(kind, key, bert);
    assertThat(tables().find(kind, key)).hasValue(new Claim(anna, UNTIL));
    tables().settle(kind, key, anna);
    assertThat(tables().find(kind, key)).hasValue(new Claim(anna, null));
    assertThat(tables().claim(kind, key, new Claim(bert, UNTIL))).isEqualTo(new Claim(anna, null));
  }

  @ParameterizedTest
  @EnumSource
  void only_the_owner_releases_a_claim(Kind kind) {
    tables().release(kind, key, anna);
    tables().claim(kind, key, new Claim(anna, UNTIL));

    tables().release(kind, key, bert);
    assertThat(tables().find(kind, key)).isPresent();
    tables().release(kind, key, anna);
    assertThat(tables().find(kind, key)).isEmpty();
    assertThat(tables().claim(kind, key, new Claim(bert, UNTIL)).owner()).isEqualTo(bert);
  }

  @Test
  void a_committed_account_cannot_be_abandoned() {
    assertThat(tables().account(anna)).isEmpty();

    assertThat(tables().commit(account(anna))).isTrue();
    assertThat(tables().abandon(anna)).isFalse();
    assertThat(tables().commit(account(anna))).isTrue();
    assertThat(tables().account(anna)).hasValue(account(anna));
  }

  @Test
  void an_abandoned_account_cannot_be_committed() {
    assertThat(tables().abandon(anna)).isTrue();

    assertThat(tables().commit(account(anna))).isFalse();
    assertThat(tables().abandon(anna)).isTrue();
    assertThat(tables().account(anna)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void concurrent_claims_have_one_winner_that_all_see(Kind kind) {
    List<Claim> seen =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> tables().claim(kind, key, new Claim("owner-" + i, UNTIL)))
            .toList();

    assertThat(seen).containsOnly(tables().find(kind, key).orElseThrow());
  }

  @Test
  void of_a_concurrent_commit_and_abandonment_one_wins() {
    for (int round = 0; round < 8; round++) {
      String id = UUID.randomUUID().toString();
      List<Boolean> outcomes =
          IntStream.range(0, 4)
              .parallel()
              .mapToObj(i -> i % 2 == 0 ? tables().commit(account(id)) : !tables().abandon(id))
              .distinct()
              .toList();

      assertThat(outcomes).containsExactly(tables().account(id).isPresent());
    }
  }

  @Test
  void an_account_is_replaced_only_from_the_expected_version() {
    Account first = account(anna);
    tables().commit(first);
    Account shown = first.shownAs(shown("Anna A.", "file-1", "{\"n\":1e400,\"k\":0.10}"));

    assertThat(tables().replace(shown)).isTrue();
    assertThat(tables().replace(first.withoutSignIns("other", "f1")))
        .as("from an old one")
        .isFalse();
    assertThat(tables().account(anna)).hasValue(shown);
    assertThat(tables().replace(shown)).as("the same again").isTrue();
    Account without = shown.shownAs(shown(null, null, null)).withoutSignIns("other", "f1");
    assertThat(tables().replace(shown.shownAs(shown(null, null, null)))).isTrue();
    assertThat(tables().replace(without)).isTrue();
    assertThat(tables().accounts(List.of(bert, anna))).containsExactly(without);
  }

  @Test
  void an_erased_account_is_readable_until_it_is_forgotten() {
    Account account = account(anna);
    tables().commit(account);

    assertThat(tables().erase(account.shownAs(shown("new", null, null)), UNTIL))
        .as("another version")
        .isFalse();
    assertThat(tables().erase(account, UNTIL)).isTrue();
    assertThat(tables().erase(account, UNTIL)).as("again").isTrue();
    assertThat(tables().account(anna)).isEmpty();
    assertThat(tables().accounts(List.of(anna))).isEmpty();
    assertThat(tables().replace(account.shownAs(shown("new", null, null)))).isFalse();
    assertThat(tables().erased(anna).map(Account::email)).hasValue(key);

    tables().forget(anna);
    tables().forget(anna);

    assertThat(tables().erased(anna)).isEmpty();
    assertThat(tables().account(anna)).isEmpty();
    assertThat(tables().commit(account)).isFalse();
  }

  @Test
  void an_account_without_email_and_password_is_created_once() {
    Account account =
        new Account(
            anna,
            null,
            "anna",
            null,
            UNTIL,
            "Anna A.",
            null,
            1,
            0,
            null,
            null,
            new IssuerClaims("Anna", UNTIL),
            null);

    assertThat(tables().isGone(anna)).isFalse();
    assertThat(tables().create(account)).isTrue();
    assertThat(tables().create(account(anna))).as("another gateway's").isFalse();
    assertThat(tables().account(anna)).hasValue(account);
    assertThat(tables().isGone(anna)).isFalse();

    Account renamed = account.following("Anna B.", key, new IssuerClaims("Anna C.", UNTIL));
    Account later = renamed.withoutTokens(UNTIL);
    assertThat(tables().replace(renamed)).isTrue();
    assertThat(tables().replace(later)).isTrue();
    assertThat(tables().account(anna)).hasValue(later);

    assertThat(tables().erase(later, UNTIL)).isTrue();
    tables().forget(anna);
    assertThat(tables().isGone(anna)).isTrue();
    assertThat(tables().create(account)).isFalse();
  }

  @Test
  void an_account_that_a_service_creates_has_its_data() {
    ServiceProfile profile =
        new ServiceProfile("anna", "Anna A.", key, ApplicationData.of("{\"plan\":\"gold\"}"));
    Account account = Account.ofService(anna, profile, UNTIL);

    assertThat(tables().create(account)).isTrue();
    assertThat(tables().account(anna)).hasValue(account);
  }

  @Test
  void an_account_whose_sign_ins_ended_is_read_as_it_was_written() {
    Account account = account(anna);
    tables().commit(account);
    Account ended = account.signedOut(UNTIL.plusNanos(1));

    assertThat(tables().replace(ended)).isTrue();
    assertThat(tables().account(anna)).hasValue(ended);
  }

  private Account account(String id) {
    return Account.registered(id, key, "anna", "hash", UNTIL);
  }

  private static DisplayProfile shown(
      @Nullable String name, @Nullable String avatar, @Nullable String data) {
    return new DisplayProfile(name, avatar, data == null ? null : ApplicationData.of(data));
  }
}
