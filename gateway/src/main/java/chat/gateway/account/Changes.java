package chat.gateway.account;

import chat.contract.UserEvent;
import chat.contract.UserEvent.Sessions;
import chat.edge.guard.Vital;
import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import chat.edge.guard.Loop;
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
 * Carries each change of an account through: it is written down before it is made, and struck out
 * when the stream of users has it. What a gateway that died left half way, or what the log did not
 * take, is found by any gateway and carried on; so the stream tells of every change, of some twice.
 */
final class Changes extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
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
  private final FamilyTable families;
  private final Erasure erasure;
  private final UserNames names;
  private final Revocations revocations;
  private final UserLog log;
  private final TimeOrderedIds ids;
  private final Leaving leaving;
  private final InstantSource clock;

  /** What there is no room for is found again at the next sweep. */
  private final BlockingQueue<Runnable> tasks;

  private Instant nextSweep;

  Changes(
      PendingChanges pending,
      AccountTables accounts,
      FamilyTable families,
      UserNames names,
      Revocations revocations,
      UserLog log,
      Leaving leaving,
      int queue,
      TimeOrderedIds ids,
      InstantSource clock) {
    super("account-changes", STOP_PATIENCE);
    this.pending = pending;
    this.accounts = accounts;
    this.families = families;
    this.names = names;
    this.erasure = new Erasure(accounts, names);
    this.revocations = revocations;
    this.log = log;
    this.leaving = leaving;
    this.tasks = new ArrayBlockingQueue<>(queue);
    this.ids = ids;
    this.clock = clock;
    this.nextSweep = clock.instant().plus(SWEEP_INTERVAL);
  }

  /** Writes down what is about to be made. */
  Change begin(Change.Kind kind, String user, @Nullable String family) {
    Change change = new Change(ids.next().toString(), user, kind, family);
    pending.add(change);
    return change;
  }

  /** Strikes out what was not made. */
  void drop(Change change) {
    later(() -> pending.remove(change));
  }

  /**
   * Carries on a change that was made: what follows from it here is done when this returns, the
   * rest of the system hears of it soon after. Never fails.
   */
  void finish(Change change) {
    try {
      if (change.kind() == Change.Kind.FAREWELL) {
        later(() -> farewell(change));
        return;
      }
      UserEvent event = followUp(change).orElse(null);
      if (event == null) {
        drop(change);
      } else {
        revocations.handle(event);
        later(() -> tell(change, event));
      }
    } catch (RuntimeException e) {
      LOG.warn("a change will be carried on later change={}: {}", change.id(), e.toString());
    }
  }

  @Override
  protected void wakeUp() {
    later(() -> {});
  }

  @Override
  protected void finish() {
    runWaiting();
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
  private Optional<UserEvent> followUp(Change change) {
    if (change.kind() == Change.Kind.ERASURE) {
      return erasure.complete(change.user())
          ? Optional.of(
              new UserEvent.Erased(change.id(), change.user(), change.at().toEpochMilli()))
          : Optional.empty();
    }
    return accounts.account(change.user()).map(account -> followUp(change, account));
  }

  private UserEvent followUp(Change change, Account account) {
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
        families
            .find(family)
            .filter(there -> there.endedAt() == null)
            .ifPresent(open -> families.end(open, change.at()));
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

  private void tell(Change change, UserEvent event) {
    CompletionStage<Void> told = log.append(event);
    told.thenRun(() -> told(change));
  }

  /** What was erased is still to leave its rooms: that stays written down. */
  private void told(Change change) {
    if (change.kind() != Change.Kind.ERASURE) {
      drop(change);
      return;
    }
    later(
        () -> {
          Change farewell = change.as(Change.Kind.FAREWELL);
          pending.add(farewell);
          farewell(farewell);
        });
  }

  /**
   * Has an erased account leave its rooms, unless another gateway is at it. It stays written down
   * until there was nothing left to do, some time after the erasure.
   */
  private void farewell(Change change) {
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
  private void goOn(Change change, AtomicReference<Instant> claimed) {
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

  @Override
  protected Duration round() throws InterruptedException {
    try {
      Runnable task = tasks.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
