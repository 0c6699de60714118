package chat.gateway.account;

import chat.contract.user.UserEvent;
import chat.contract.user.UserEvent.Sessions;
import chat.edge.guard.Loop;
import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out changes of accounts. Each is stored before it is made and deleted once its event is
 * in the stream of users. A change that a failed gateway left half done, or that the log did not
 * take, is found and completed by any gateway; so the stream has an event of every change, of some
 * two.
 */
public final class AccountChanges extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(AccountChanges.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(15);

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  /** Younger changes may still be in progress: twice the longest append. */
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(30);

  /** When a claim expires, another gateway may carry on the change. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  /** How long an erased user may still become a member of a room, by requests in flight. */
  private static final Duration SETTLE = Duration.ofMinutes(1);

  private final PendingChanges pending;
  private final AccountTables accounts;
  private final Claims claims;
  private final SignIns signIns;
  private final AccountErasure erasure;
  private final NameIndex names;
  private final Revocations revocations;
  private final UserLog log;
  private final TimeOrderedIds ids;
  private final MembershipRemoval removal;
  private final InstantSource clock;

  /** Tasks beyond the capacity are found again by the next sweep. */
  private final BlockingQueue<Runnable> tasks;

  private Instant nextSweep;

  AccountChanges(
      PendingChanges pending,
      AccountTables accounts,
      SignIns signIns,
      NameIndex names,
      Revocations revocations,
      UserLog log,
      MembershipRemoval removal,
      int queue,
      TimeOrderedIds ids,
      InstantSource clock) {
    super("account-changes", STOP_TIMEOUT);
    this.pending = pending;
    this.accounts = accounts;
    this.claims = new Claims(accounts, clock);
    this.signIns = signIns;
    this.names = names;
    this.erasure = new AccountErasure(accounts, names);
    this.revocations = revocations;
    this.log = log;
    this.removal = removal;
    this.tasks = new ArrayBlockingQueue<>(queue);
    this.ids = ids;
    this.clock = clock;
    this.nextSweep = clock.instant().plus(SWEEP_INTERVAL);
  }

  /** Stores a change that is about to be made. */
  public AccountChange begin(AccountChange.Kind kind, String user, @Nullable String family) {
    AccountChange change = new AccountChange(ids.next().toString(), user, kind, family);
    pending.add(change);
    return change;
  }

  /** Deletes a change that was not made. */
  void drop(AccountChange change) {
    later(() -> pending.remove(change));
  }

  /**
   * Completes a change that was made: its effects at this gateway are done when this returns, other
   * processes learn of it soon after. Never fails.
   */
  public void finish(AccountChange change) {
    try {
      if (change.kind() == AccountChange.Kind.FAREWELL) {
        later(() -> leaveRooms(change));
        return;
      }
      UserEvent event = followUp(change).orElse(null);
      if (event == null) {
        drop(change);
      } else {
        revocations.handle(event);
        later(() -> publish(change, event));
      }
    } catch (RuntimeException e) {
      LOG.warn("a change will be completed later change={}: {}", change.id(), e.toString());
    }
  }

  @Override
  protected void wakeUp() {
    later(() -> {});
  }

  @Override
  protected void finish() {
    while (!tasks.isEmpty()) {
      try {
        runWaiting();
      } catch (RuntimeException e) {
        LOG.debug("a change will be carried on later: {}", e.toString());
      }
    }
  }

  /** Completes changes that any gateway left behind. */
  void sweep() {
    try {
      var latest = clock.instant().minus(LEFT_BEHIND);
      pending.all().stream().filter(change -> change.at().isBefore(latest)).forEach(this::finish);
    } catch (RuntimeException e) {
      LOG.debug("changes left behind can't be read: {}", e.toString());
    }
  }

  /** Makes a change's effects in the tables; repeatable. Empty if the change was never made. */
  private Optional<UserEvent> followUp(AccountChange change) {
    if (change.kind() == AccountChange.Kind.ERASURE) {
      return erasure.complete(change.user())
          ? Optional.of(
              new UserEvent.Erased(change.id(), change.user(), change.at().toEpochMilli()))
          : Optional.empty();
    }
    return accounts.account(change.user()).map(account -> followUp(change, account));
  }

  private UserEvent followUp(AccountChange change, Account account) {
    String id = change.id();
    long at = change.at().toEpochMilli();
    return switch (change.kind()) {
      case REGISTRATION -> {
        names.add(CaseFolding.fold(account.username()), account.id());
        yield new UserEvent.Registered(id, account.profile(), at);
      }
      case RENAMING -> {
        String former = Objects.requireNonNull(change.family());
        rename(account, former);
        yield account.username().equals(former)
            ? new UserEvent.Changed(id, account.profile(), at)
            : new UserEvent.Revoked(id, account.profile(), ended(account), at);
      }
      case NEW_PROFILE, ERASURE, FAREWELL -> new UserEvent.Changed(id, account.profile(), at);
      case END_OF_FAMILY -> {
        String family = Objects.requireNonNull(change.family());
        signIns.end(family, change.at());
        yield new UserEvent.Revoked(id, account.profile(), new Sessions.Family(family), at);
      }
      case END_OF_SESSIONS -> new UserEvent.Revoked(id, account.profile(), ended(account), at);
    };
  }

  private static Sessions ended(Account account) {
    return new Sessions.Before(
        account.endedBefore(), account.keptFamily(), account.tokensEndedAt());
  }

  /**
   * Moves the account to its present username. The account may get its former one back at the same
   * time: what that call adds before this one removes it is added again.
   */
  private void rename(Account account, String former) {
    String id = account.id();
    String name = CaseFolding.fold(account.username());
    String before = CaseFolding.fold(former);
    if (!name.equals(before)) {
      names.remove(before, id);
      claims.follow(before, id);
    }
    claims.follow(name, id);
    accounts.account(id).ifPresent(present -> names.add(CaseFolding.fold(present.username()), id));
  }

  private void publish(AccountChange change, UserEvent event) {
    CompletionStage<Void> appended = log.append(event);
    appended.thenRun(() -> published(change));
  }

  /**
   * After an erasure the user still has to leave their rooms, which is stored as a change of its
   * own.
   */
  private void published(AccountChange change) {
    if (change.kind() != AccountChange.Kind.ERASURE) {
      drop(change);
      return;
    }
    later(
        () -> {
          AccountChange departure = change.as(AccountChange.Kind.FAREWELL);
          pending.add(departure);
          leaveRooms(departure);
        });
  }

  /**
   * Removes an erased user from their rooms, unless another gateway does. The change stays stored
   * until some time after the erasure nothing is left to do.
   */
  private void leaveRooms(AccountChange change) {
    Instant begin = clock.instant();
    if (!pending.claim(change, begin, begin.plus(CLAIM), false)) {
      return;
    }
    AtomicReference<Instant> claimed = new AtomicReference<>(begin);
    CompletionStage<Boolean> left =
        removal.leaveRooms(change.user(), () -> extendClaim(change, claimed));
    left.whenComplete(
        (nothingLeft, error) -> {
          boolean settled = begin.isAfter(change.at().plus(SETTLE));
          if (error == null && nothingLeft && settled) {
            drop(change);
          }
        });
  }

  /** Extends the claim while there is progress. */
  private void extendClaim(AccountChange change, AtomicReference<Instant> claimed) {
    Instant last = Objects.requireNonNull(claimed.get());
    Instant now = clock.instant();
    if (now.isAfter(last.plus(CLAIM.dividedBy(4))) && claimed.compareAndSet(last, now)) {
      later(() -> pending.claim(change, now, now.plus(CLAIM), true));
    }
  }

  private void later(Runnable task) {
    if (!tasks.offer(task)) {
      LOG.debug("a change will be completed by the next sweep");
    }
  }

  /** Runs the waiting tasks on the caller's thread. */
  void runWaiting() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  protected Duration round() throws InterruptedException {
    try {
      Runnable task = tasks.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (task != null) {
        task.run();
      }
      if (clock.instant().isAfter(nextSweep)) {
        nextSweep = clock.instant().plus(SWEEP_INTERVAL);
        sweep();
      }
    } catch (RuntimeException e) {
      LOG.debug("a change will be carried on later: {}", e.toString());
    }
    return Duration.ZERO;
  }
}
