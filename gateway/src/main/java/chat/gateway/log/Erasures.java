package chat.gateway.log;

import java.util.Map;

/** The table of accounts that were erased lately. */
@FunctionalInterface
public interface Erasures {

  /** Time of erasure by user id, in milliseconds since the epoch UTC. */
  Map<String, Long> recent();
}
