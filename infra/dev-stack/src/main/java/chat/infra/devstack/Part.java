package chat.infra.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One process of the stack: all that is needed to run it, and to know that it works.
 *
 * @param command the program and its arguments
 * @param environment what is added to the launcher's own environment
 * @param files what it reads, by path; written, for the owner's eyes only, before each start
 * @param port what others reach it by; 0: nothing does
 * @param managementPort health and metrics; 0: none
 * @param innerPorts further ports that it takes
 */
record Part(
    String name,
    Kind kind,
    List<String> command,
    Map<String, String> environment,
    Map<Path, String> files,
    int port,
    int managementPort,
    List<Integer> innerPorts,
    Probe probe) {

  /** When a part starts and when it counts as ready. Each kind needs all of the kinds before it. */
  enum Kind {
    /** A server of others; starts at once. */
    BACKEND,
    /** Ready once it has ended well; starts when the backends are ready. */
    TASK,
    /** One of ours; starts when the tasks are done. */
    SERVICE
  }

  Part {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    files = Map.copyOf(files);
    innerPorts = List.copyOf(innerPorts);
  }

  /** One that has no management port. */
  Part(
      String name,
      Kind kind,
      List<String> command,
      Map<String, String> environment,
      Map<Path, String> files,
      int port,
      List<Integer> innerPorts,
      Probe probe) {
    this(name, kind, command, environment, files, port, 0, innerPorts, probe);
  }

  /** Every port it takes. */
  IntStream ports() {
    IntStream inner = innerPorts.stream().mapToInt(Integer::intValue);
    return IntStream.concat(IntStream.of(port, managementPort), inner).filter(p -> p > 0);
  }
}
