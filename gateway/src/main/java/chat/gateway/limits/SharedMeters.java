package chat.gateway.limits;

import chat.sockets.budget.Rate;
import java.util.concurrent.CompletableFuture;

/** The token buckets that all gateways share. */
interface SharedMeters {

  /**
   * Acquires tokens, also if fewer are left.
   *
   * @param tokens a negative number releases them
   * @return tokens left; negative if more were acquired than there were
   */
  CompletableFuture<Long> acquire(Limit limit, Rate rate, String key, long tokens);
}
