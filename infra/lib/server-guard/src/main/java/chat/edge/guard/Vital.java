package chat.edge.guard;

import java.util.Arrays;
import java.util.stream.Stream;

/** A part of a service with threads of its own, without which the service can't work. */
@FunctionalInterface
public interface Vital {

  /** The names of the threads that have ended. Called only until the service stops. */
  Stream<String> ended();

  /** The names of those threads that have terminated. */
  static Stream<String> ended(Thread... threads) {
    return Arrays.stream(threads)
        .filter(thread -> thread.getState() == Thread.State.TERMINATED)
        .map(Thread::getName);
  }
}
