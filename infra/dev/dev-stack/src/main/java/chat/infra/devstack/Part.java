package chat.infra.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One process of the stack, with its command, its files and its ports.
 *
 * @param command the program and its arguments
 * @param environment additions to the launcher's own environment
 * @param files the files that it reads, by path; written before each start, readable by the owner
 *     only
 * @param port the port for other processes; 0: none
 * @param managementPort health and metrics; 0: none
 * @param innerPorts further ports that it opens
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

  /**
   * Determines when a part starts and when it counts as ready. Each kind needs all parts of the
   * kinds before it.
   */
  enum Kind {
    /** A third-party server; starts at once. */
    BACKEND,
    /** Ready once it has succeeded; starts with the backends and waits for them itself. */
    TASK,
    /** Our own service; starts when the backends are ready and the tasks are done. */
    SERVICE
  }

  Part {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    files = Map.copyOf(files);
    innerPorts = List.copyOf(innerPorts);
  }

  /** A part without a management port. */
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

  /** The same part without its archive of classes. */
  Part withoutArchive() {
    List<String> words = command.stream().filter(word -> !ClassArchives.isFlag(word)).toList();
    return new Part(name, kind, words, environment, files, port, managementPort, innerPorts, probe);
  }

  boolean hasArchive() {
    return command.stream().anyMatch(ClassArchives::isFlag);
  }

  /** Every port that it opens. */
  IntStream ports() {
    IntStream inner = innerPorts.stream().mapToInt(Integer::intValue);
    return IntStream.concat(IntStream.of(port, managementPort), inner).filter(p -> p > 0);
  }
}
