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
   * Creates a full bucket.
   *
   * @param now the time in milliseconds, as in all calls
   */
  public TokenBucket(Rate rate, long now) {
    this.rate = rate;
    this.left = rate.tokens();
    this.countedAt = now;
  }

  /** Acquires one token; false if none is left. A clock that is set back refills nothing. */
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
