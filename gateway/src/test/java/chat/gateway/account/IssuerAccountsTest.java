package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.user.UserEventCodec;
import chat.edge.issuer.IssuerToken;
import chat.gateway.GatewayTables;
import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import chat.gateway.account.password.TestPasswords;
import chat.gateway.account.signin.InMemoryFamilyTable;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.UserConnections;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two gateways that meet the users of an issuer, over the real tables. */
class IssuerAccountsTest {

  private static final CqlSession SESSION = GatewayTables.shared();

  private final TestPasswords hashing = new TestPasswords();
  private final Gateway here = new Gateway(hashing);
  private final Gateway there = new Gateway(hashing);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final String suffix = UUID.randomUUID().toString().substring(0, 6);

  /** The accounts of one gateway. */
  private static final class Gateway {
    final AccountTables tables = new CassandraAccountTables(SESSION);
    final MockProducer<String, byte[]> log =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    final AccountChanges changes;
    final IssuerAccounts accounts;
    final OwnAccount own;

    Gateway(TestPasswords hashing) {
      InstantSource clock = InstantSource.system();
      changes =
          new AccountChanges(
              new InMemoryPendingChanges(),
              tables,
              new InMemoryFamilyTable(),
              new InMemoryNameIndex(),
              new Revocations(
                  new UserConnections(),
                  clock,
                  clock,
                  Duration.ofMinutes(11),
                  Duration.ofMinutes(11)),
              new UserLog(log),
              new AccountStream.Rooms(),
              1000,
              new TimeOrderedIds(clock, new SecureRandom()),
              clock);
      own =
          new OwnAccount(
              tables, hashing.passwords, changes, Limits.none(), (file, owner) -> false, clock);
      accounts = new IssuerAccounts(tables, changes, own, clock);
    }

    /** How many registrations of a user it published. */
    long registrations(String user) {
      changes.runWaiting();
      return log.history().stream()
          .map(record -> UserEventCodec.decode(record.value()))
          .filter(event -> event.type().equals("registered") && event.user().equals(user))
          .count();
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    hashing.close();
  }

  @Test
  void two_gateways_that_meet_a_subject_at_once_make_one_user_with_one_name() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    for (int i = 0; i < 200; i++) {
      IssuerToken token = token(UUID.randomUUID().toString(), "ann" + suffix + i);
      Future<Account> first = threads.submit(meeting(here, token, start));
      Future<Account> second = threads.submit(meeting(there, token, start));

      Account account = first.get(30, TimeUnit.SECONDS);
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(account);
      assertThat(account.username()).isEqualTo("ann" + suffix + i);
      assertThat(here.registrations(account.id()) + there.registrations(account.id())).isEqualTo(1);
    }
  }

  @Test
  void subjects_that_want_one_name_at_once_get_different_ones() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Future<Account> first =
          threads.submit(meeting(here, token(UUID.randomUUID().toString(), "bo" + suffix), start));
      Future<Account> second =
          threads.submit(meeting(there, token(UUID.randomUUID().toString(), "Bo" + suffix), start));
      names.add(first.get(30, TimeUnit.SECONDS).username().toLowerCase(Locale.ROOT));
      names.add(second.get(30, TimeUnit.SECONDS).username().toLowerCase(Locale.ROOT));
    }

    assertThat(names).doesNotHaveDuplicates().contains("bo" + suffix, "bo" + suffix + "2");
  }

  @Test
  void a_name_that_a_failed_meeting_claimed_is_still_its_users() {
    String id = UUID.randomUUID().toString();
    here.tables.claim(Claim.Kind.USERNAME, "eva" + suffix, new Claim(id, null));

    assertThat(there.accounts.of(token(UUID.randomUUID().toString(), "eva" + suffix)).username())
        .isEqualTo("eva" + suffix + "2");
    assertThat(there.accounts.of(token(id, "eva" + suffix)).username()).isEqualTo("eva" + suffix);
  }

  @Test
  void the_time_up_to_which_tokens_ended_is_the_same_at_every_gateway_and_never_goes_back() {
    Account account = here.accounts.of(token(UUID.randomUUID().toString(), "fay" + suffix));
    Instant end = Instant.ofEpochSecond(1_800_000_000);

    here.own.endTokens(account.id(), end);
    here.own.endTokens(account.id(), end.minusSeconds(5));

    Account known = there.tables.account(account.id()).orElseThrow();
    assertThat(known.allows(end)).isFalse();
    assertThat(known.allows(end.plusSeconds(1))).isTrue();
  }

  @Test
  void the_end_of_all_sign_ins_ends_the_tokens_that_were_issued_until_now() {
    Account account = here.accounts.of(token(UUID.randomUUID().toString(), "gus" + suffix));

    here.own.signOut(account.id());

    Account known = there.tables.account(account.id()).orElseThrow();
    assertThat(known.allows(account.createdAt())).isFalse();
    assertThat(known.allows(Instant.now().plusSeconds(60))).isTrue();
  }

  @Test
  void the_end_of_all_sign_ins_ends_the_tokens_of_an_account_that_a_service_created() {
    Account account = ofService("hal" + suffix);

    here.own.signOut(account.id());

    Account known = there.tables.account(account.id()).orElseThrow();
    assertThat(known.allows(account.createdAt())).isFalse();
    assertThat(known.allows(Instant.now().plusSeconds(60))).isTrue();
  }

  @Test
  void the_first_token_names_an_account_that_a_service_created() {
    Account account = ofService("ida" + suffix);

    Account named = here.accounts.of(token(account.id(), "other"));

    assertThat(named.username()).isEqualTo("ida" + suffix);
    assertThat(named.name()).isEqualTo("A Name");
    assertThat(named.email()).isEqualTo("a@example.test");
    assertThat(there.accounts.of(token(account.id(), "other"))).isEqualTo(named);
  }

  @Test
  void a_token_changes_no_account_with_a_password() {
    Account account =
        Account.registered(
            UUID.randomUUID().toString(), "b@example.test", "jo" + suffix, "hash", Instant.EPOCH);
    assertThat(here.tables.create(account)).isTrue();

    assertThat(here.accounts.of(token(account.id(), "other"))).isEqualTo(account);
  }

  private Account ofService(String username) {
    ServiceProfile profile = new ServiceProfile(username, "Given", null, null);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Account account = Account.ofService(UUID.randomUUID().toString(), profile, now);
    assertThat(here.tables.create(account)).isTrue();
    return account;
  }

  private static Callable<Account> meeting(
      Gateway gateway, IssuerToken token, CyclicBarrier start) {
    return () -> {
      start.await(30, TimeUnit.SECONDS);
      return gateway.accounts.of(token);
    };
  }

  private static IssuerToken token(String user, String username) {
    Instant now = Instant.ofEpochSecond(1_790_000_000);
    return new IssuerToken(
        user, null, username, "A Name", "a@example.test", now, now.plusSeconds(300), now);
  }
}
