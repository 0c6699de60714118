package chat.gateway.account;

import chat.contract.UserEvent;
import chat.contract.UserEvent.Sessions;
import chat.gateway.user.Revocations;
import chat.gateway.user.UserLog;
import chat.guard.Vital;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Carries each change of an account through: it is written down before it is made, and struck out
 * when the stream of users has it. What a gateway that died left half way, or what the log did not
 * take, is found by any gateway and carried on; so the stream tells of every change, of some twice.
 */
public final class AccountChanges implements SmartLifecycle, Vital {

  private static final Logger LOG = LoggerFactory.getLogger(AccountChanges.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  /** Younger ones are under way still: twice the longest an append may take. */
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(30);

  /** After it another gateway carries on what one was carrying on. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  /** For so long an erased account may still come into a room, by what was under way. */
  private static final Duration SETTLE = Duration.ofMinutes(1);

  private final PendingChanges pending;
  private final AccountTables accounts;
  private final SignIns signIns;
  private final AccountErasure erasure;
  private final NameIndex names;
  private final Revocations revocations;
  private final UserLog log;
  private final TimeOrderedIds ids;
  private final Leaving leaving;
  private final InstantSource clock;

  /** What there is no room for is found again at the next sweep. */
  private final BlockingQueue<Runnable> tasks;

  private final Thread thread = new Thread(this::run, "account-changes");
  private volatile boolean running;

  AccountChanges(
      PendingChanges pending,
      AccountTables accounts,
      SignIns signIns,
      NameIndex names,
      Revocations revocations,
      UserLog log,
      Leaving leaving,
      int queue,
      TimeOrderedIds ids,
      InstantSource clock) {
    this.pending = pending;
    this.accounts = accounts;
    this.signIns = signIns;
    this.names = names;
    this.erasure = new AccountErasure(accounts, names);
    this.revocations = revocations;
    this.log = log;
    this.leaving = leaving;
    this.tasks = new ArrayBlockingQueue<>(queue);
    this.ids = ids;
    this.clock = clock;
  }

  /** Writes down what is about to be made. */
  public AccountChange begin(AccountChange.Kind kind, String user, @Nullable String family) {
    AccountChange change = new AccountChange(ids.next().toString(), user, kind, family);
    pending.add(change);
    return change;
  }

  /** Strikes out what was not made. */
  void drop(AccountChange change) {
    later(() -> pending.remove(change));
  }

  /**
   * Carries on a change that was made: what follows from it here is done when this returns, the
   * rest of the system hears of it soon after. Never fails.
   */
  public void finish(AccountChange change) {
    try {
      if (change.kind() == AccountChange.Kind.FAREWELL) {
        later(() -> farewell(change));
        return;
      }
      UserEvent event = followUp(change).orElse(null);
      if (event == null) {
        drop(change);
      } else {
        revocations.take(event);
        later(() -> tell(change, event));
      }
    } catch (RuntimeException e) {
      LOG.warn("a change will be carried on later change={}: {}", change.id(), e.toString());
    }
  }

  @Override
  public void start() {
    running = true;
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets what is under way come to its end, for a while. */
  @Override
  public void stop() {
    running = false;
    later(() -> {});
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Stream<String> ended() {
    return Vital.ended(thread);
  }

  /** Carries on what was left behind, by whomever. */
  void sweep() {
    try {
      var latest = clock.instant().minus(LEFT_BEHIND);
      pending.all().stream().filter(change -> change.at().isBefore(latest)).forEach(this::finish);
    } catch (RuntimeException e) {
      LOG.debug("changes left behind can't be looked up: {}", e.toString());
    }
  }

  /** Does what a change entails in the tables; can be done twice. Empty if it was never made. */
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
      case NEW_PROFILE, ERASURE, FAREWELL -> new UserEvent.Changed(id, account.profile(), at);
      case END_OF_FAMILY -> {
        String family = Objects.requireNonNull(change.family());
        signIns.end(family, change.at());
        yield new UserEvent.Revoked(id, account.profile(), new Sessions.Family(family), at);
      }
      case END_OF_SESSIONS ->
          new UserEvent.Revoked(
              id,
              account.profile(),
              new Sessions.Before(account.endedBefore(), account.keptFamily()),
              at);
    };
  }

  private void tell(AccountChange change, UserEvent event) {
    CompletionStage<Void> told = log.append(event);
    told.thenRun(() -> told(change));
  }

  /** What was erased is still to leave its rooms: that stays written down. */
  private void told(AccountChange change) {
    if (change.kind() != AccountChange.Kind.ERASURE) {
      drop(change);
      return;
    }
    later(
        () -> {
          AccountChange farewell = change.as(AccountChange.Kind.FAREWELL);
          pending.add(farewell);
          farewell(farewell);
        });
  }

  /**
   * Has an erased account leave its rooms, unless another gateway is at it. It stays written down
   * until there was nothing left to do, some time after the erasure.
   */
  private void farewell(AccountChange change) {
    Instant begin = clock.instant();
    if (!pending.claim(change, begin, begin.plus(CLAIM), false)) {
      return;
    }
    AtomicReference<Instant> claimed = new AtomicReference<>(begin);
    CompletionStage<Boolean> left = leaving.leaveRooms(change.user(), () -> goOn(change, claimed));
    left.whenComplete(
        (nothingLeft, error) -> {
          boolean settled = begin.isAfter(change.at().plus(SETTLE));
          if (error == null && nothingLeft && settled) {
            drop(change);
          }
        });
  }

  /** Keeps a claim while there is progress. */
  private void goOn(AccountChange change, AtomicReference<Instant> claimed) {
    Instant last = Objects.requireNonNull(claimed.get());
    Instant now = clock.instant();
    if (now.isAfter(last.plus(CLAIM.dividedBy(4))) && claimed.compareAndSet(last, now)) {
      later(() -> pending.claim(change, now, now.plus(CLAIM), true));
    }
  }

  private void later(Runnable task) {
    if (!tasks.offer(task)) {
      LOG.debug("a change will be carried on at the next sweep");
    }
  }

  /** Does what waits for the thread, in its stead. */
  void runWaiting() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void run() {
    Instant nextSweep = clock.instant().plus(SWEEP_INTERVAL);
    while (running || !tasks.isEmpty()) {
      try {
        Runnable task = tasks.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (task != null) {
          task.run();
        }
        if (clock.instant().isAfter(nextSweep)) {
          nextSweep = clock.instant().plus(SWEEP_INTERVAL);
          sweep();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.debug("a change will be carried on later: {}", e.toString());
      }
    }
  }
}
