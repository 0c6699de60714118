package chat.sockets.budget;

/**
 * Limits the rate of one kind of action of one socket. Small, because each socket has one. For one
 * thread at a time.
 */
public final class TokenBucket {

  private final Rate rate;
  private double left;
  private long countedAt;

  /**
   * One that nothing was counted by.
   *
   * @param now the time in milliseconds, as of all calls
   */
  public TokenBucket(Rate rate, long now) {
    this.rate = rate;
    this.left = rate.tokens();
    this.countedAt = now;
  }

  /** Counts one; false if that is one too many. A clock that is set back brings nothing back. */
  public boolean tryAcquire(long now) {
    long period = rate.period().toMillis();
    long since = Math.min(period, Math.max(0, now - countedAt));
    countedAt = now;
    left = Math.min((double) rate.tokens(), left + (double) rate.tokens() * since / period);
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
