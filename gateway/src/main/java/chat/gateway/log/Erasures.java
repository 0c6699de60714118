package chat.gateway.log;

import java.util.Map;

/** The table of those whose accounts were erased lately. */
@FunctionalInterface
interface Erasures {

  /** When who was erased, by id; in milliseconds since the epoch UTC. */
  Map<String, Long> recent();
}
