package chat.writer.erasure;

import java.time.Duration;

/**
 * How erased accounts are taken out of the rooms' events.
 *
 * @param settle time after an erasure in which events of that user may still come into the log: the
 *     longest that a send is under way, and that a gateway takes to close the user's connections.
 *     After it everything is looked through once more
 * @param retry pause while writers are behind, or the tables in trouble
 * @param timeout longest wait for one page of a user's events; then it is done again in smaller
 *     ones
 */
record ErasureSettings(Duration settle, Duration retry, Duration timeout) {

  static final ErasureSettings DEFAULT =
      new ErasureSettings(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(15));
}
