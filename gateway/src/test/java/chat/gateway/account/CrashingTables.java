package chat.gateway.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tables of a gateway that dies after some steps: later steps are not done. */
class CrashingTables implements AccountTables {

  private final AccountTables tables;
  private int stepsLeft;
  private Optional<Account> committed = Optional.empty();

  CrashingTables(AccountTables tables, int steps) {
    this.tables = tables;
    this.stepsLeft = steps;
  }

  /** The crash. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The state before the crash. */
  Optional<Account> committed() {
    return committed;
  }

  private <T> T step(Supplier<T> step) {
    if (stepsLeft-- <= 0) {
      throw new Died();
    }
    return step.get();
  }

  private void stepUnlessDead(Runnable step) {
    if (stepsLeft-- > 0) {
      step.run();
    }
  }

  @Override
  public Claim claim(Claim.Kind kind, String key, Claim claim) {
    return step(() -> tables.claim(kind, key, claim));
  }

  @Override
  public boolean takeOver(Claim.Kind kind, String key, String formerOwner, Claim claim) {
    return step(() -> tables.takeOver(kind, key, formerOwner, claim));
  }

  @Override
  public void settle(Claim.Kind kind, String key, String owner) {
    stepUnlessDead(() -> tables.settle(kind, key, owner));
  }

  @Override
  public void release(Claim.Kind kind, String key, String owner) {
    stepUnlessDead(() -> tables.release(kind, key, owner));
  }

  @Override
  public Optional<Claim> find(Claim.Kind kind, String key) {
    return step(() -> tables.find(kind, key));
  }

  @Override
  public boolean commit(Account account) {
    boolean done = step(() -> tables.commit(account));
    committed = done ? Optional.of(account) : Optional.empty();
    return done;
  }

  @Override
  public boolean create(Account account) {
    return step(() -> tables.create(account));
  }

  @Override
  public boolean isGone(String id) {
    return step(() -> tables.isGone(id));
  }

  @Override
  public boolean abandon(String id) {
    return step(() -> tables.abandon(id));
  }

  @Override
  public List<Account> accounts(List<String> ids) {
    return step(() -> tables.accounts(ids));
  }

  @Override
  public boolean replace(Account next) {
    return step(() -> tables.replace(next));
  }

  @Override
  public boolean erase(Account current, Instant at) {
    return step(() -> tables.erase(current, at));
  }

  @Override
  public Optional<Instant> erasedAt(String id) {
    return step(() -> tables.erasedAt(id));
  }

  @Override
  public Optional<Account> erased(String id) {
    return step(() -> tables.erased(id));
  }

  @Override
  public void forget(String id) {
    stepUnlessDead(() -> tables.forget(id));
  }

  @Override
  public Optional<Account> account(String id) {
    return step(() -> tables.account(id));
  }
}
