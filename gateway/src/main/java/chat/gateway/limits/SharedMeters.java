package chat.gateway.limits;

import chat.sockets.budget.Rate;
import java.util.concurrent.CompletableFuture;

/** What all gateways together have taken. */
interface SharedMeters {

  /**
   * Takes some, whether they are there or not.
   *
   * @param tokens fewer than 0: gives them back
   * @return how many are there now; fewer than 0 if more were taken than there are
   */
  CompletableFuture<Long> take(Limit limit, Rate rate, String key, long tokens);
}
