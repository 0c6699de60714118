package chat.infra.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of a part.
 *
 * @param pid 0: it has no process
 * @param port 0: it has none
 * @param managementPort 0: it has none
 */
record Status(String part, long pid, int port, int managementPort, Child.State state) {

  static Status of(Part part, @Nullable Child child) {
    Child.State state = child == null ? Child.State.STOPPED : child.state();
    long pid = child == null || state == Child.State.STOPPED ? 0 : child.pid();
    return new Status(part.name(), pid, part.port(), part.managementPort(), state);
  }

  /** Records the parts of an instance, for the time after its end. */
  static void remember(DataDirectory data, List<Status> statuses) {
    String lines = statuses.stream().map(Status::encode).collect(Collectors.joining("\n"));
    DataDirectory.writePrivately(file(data), lines);
  }

  /** The parts of the last instance, now stopped. */
  static List<Status> lastStopped(DataDirectory data) {
    try {
      return Files.readAllLines(file(data)).stream().map(Status::decode).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Path file(DataDirectory data) {
    return data.run().resolve("parts");
  }

  /** The line for the control connection. */
  String encode() {
    return "%s %d %d %d %s".formatted(part, pid, port, managementPort, state);
  }

  static Status decode(String line) {
    String[] fields = line.split(" ", -1);
    return new Status(
        fields[0],
        Long.parseLong(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Child.State.valueOf(fields[4]));
  }

  boolean isReady() {
    return state == Child.State.READY;
  }

  /** A JSON array, one part a line. */
  static String json(List<Status> statuses) {
    return statuses.isEmpty()
        ? "[]"
        : statuses.stream().map(Status::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
  }

  private String json() {
    return "{\"part\":\"%s\",\"pid\":%s,\"port\":%s,\"managementPort\":%s,\"state\":\"%s\"}"
        .formatted(
            part,
            orElse(pid, "null"),
            orElse(port, "null"),
            orElse(managementPort, "null"),
            word());
  }

  static String table(List<Status> statuses) {
    String header = columns("PART", "PID", "PORT", "MANAGEMENT", "STATE");
    return statuses.stream().map(Status::row).collect(Collectors.joining("\n", header + "\n", ""));
  }

  private String row() {
    return columns(part, orElse(pid, "-"), orElse(port, "-"), orElse(managementPort, "-"), word());
  }

  private static String columns(Object... fields) {
    return "%-16s  %7s  %5s  %10s  %s".formatted(fields);
  }

  private static String orElse(long number, String nothing) {
    return number == 0 ? nothing : Long.toString(number);
  }

  private String word() {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
