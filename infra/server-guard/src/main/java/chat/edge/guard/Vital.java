package chat.edge.guard;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A part of a service that works on threads of its own, without which the service does nothing
 * useful.
 */
@FunctionalInterface
public interface Vital {

  /** The names of the threads that have ended. Asked only while the service is not told to stop. */
  Stream<String> ended();

  /** Those of some threads that were started and live no more. */
  static Stream<String> ended(Thread... threads) {
    return Arrays.stream(threads)
        .filter(thread -> thread.getState() == Thread.State.TERMINATED)
        .map(Thread::getName);
  }
}
