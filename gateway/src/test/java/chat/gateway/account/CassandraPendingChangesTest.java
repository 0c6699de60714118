package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.GatewayTables;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CassandraPendingChangesTest {

  private final PendingChanges pending = new CassandraPendingChanges(GatewayTables.shared());

  @Test
  void a_change_is_stored_until_it_is_removed() {
    String user = UUID.randomUUID().toString();
    AccountChange first =
        new AccountChange(
            UUID.randomUUID().toString(), user, AccountChange.Kind.REGISTRATION, null);
    AccountChange second =
        new AccountChange(
            UUID.randomUUID().toString(), user, AccountChange.Kind.END_OF_FAMILY, "f");
    pending.add(first);
    pending.add(second);
    pending.add(second);

    assertThat(pending.all()).contains(first, second).doesNotHaveDuplicates();

    pending.remove(first);

    assertThat(pending.all()).contains(second).doesNotContain(first);
  }

  @Test
  void a_change_has_one_claim_until_it_expires_or_the_change_is_removed() {
    AccountChange farewell = farewell();
    pending.add(farewell);

    assertThat(pending.claim(farewell, at(0), at(10), false)).isTrue();
    assertThat(pending.claim(farewell, at(9), at(19), false)).isFalse();
    assertThat(pending.claim(farewell, at(9), at(20), true)).as("prolonged").isTrue();
    assertThat(pending.claim(farewell, at(19), at(29), false)).isFalse();
    assertThat(pending.claim(farewell, at(20), at(30), false)).isTrue();

    pending.remove(farewell);

    assertThat(pending.claim(farewell, at(40), at(50), false)).isFalse();
    assertThat(pending.claim(farewell, at(40), at(50), true)).isFalse();
    assertThat(pending.all()).doesNotContain(farewell);
  }

  @Test
  void concurrent_claims_of_a_change_have_one_winner() {
    AccountChange farewell = farewell();
    pending.add(farewell);
    List<CompletableFuture<Boolean>> claims =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> pending.claim(farewell, at(0), at(10 + i), false),
                        task -> new Thread(task).start()))
            .toList();

    assertThat(claims.stream().filter(CompletableFuture::join)).hasSize(1);
    pending.remove(farewell);
  }

  @Test
  void a_change_of_a_kind_that_only_later_gateways_know_hides_no_other() {
    AccountChange farewell = farewell();
    pending.add(farewell);
    String later = UUID.randomUUID().toString();
    GatewayTables.shared()
        .execute(
            "INSERT INTO account_changes (shard, id, user_id, kind) VALUES (0, ?, 'u', 'LATER')",
            later);
    try {
      assertThat(pending.all()).contains(farewell).noneMatch(change -> change.id().equals(later));
    } finally {
      GatewayTables.shared()
          .execute("DELETE FROM account_changes WHERE shard = 0 AND id = ?", later);
      pending.remove(farewell);
    }
  }

  private static AccountChange farewell() {
    String user = UUID.randomUUID().toString();
    return new AccountChange(UUID.randomUUID().toString(), user, AccountChange.Kind.FAREWELL, null);
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(1_000_000 + second);
  }
}
