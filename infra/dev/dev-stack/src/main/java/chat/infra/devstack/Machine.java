package chat.infra.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks whether this machine has the ports and the memory for a stack, before anything starts. */
final class Machine {
  /**
   * Megabytes that the backends grow to together, each gateway beyond the first two, and each
   * broker beyond the first; measured, rounded up.
   */
  private static final int BACKENDS_NEED = 1_200;

  private static final int ALL_NEEDS = 3_800;
  private static final int GATEWAY_NEEDS = 450;
  private static final int BROKER_NEEDS = 450;

  /** The first port that systems use for outgoing connections by default (RFC 6335). */
  private static final int FIRST_DYNAMIC_PORT = 49_152;

  private static final int LAST_PORT = 65_535;

  private Machine() {}

  static void requirePorts(List<Part> parts) {
    for (Part part : parts) {
      part.ports()
          .filter(port -> !isFree(port))
          .forEach(
              port -> {
                throw new Failure("port %d (%s) is taken".formatted(port, part.name()));
              });
    }
  }

  /**
   * A warning if this system may use ports of a stack for outgoing connections.
   *
   * @param settings the file in which Linux names the ports for outgoing connections
   */
  static Optional<String> warnOfOutgoing(List<Part> parts, Shape shape, Path settings) {
    int[] outgoing = outgoingPorts(settings);
    int[] within =
        parts.stream()
            .flatMapToInt(Part::ports)
            .filter(port -> port >= outgoing[0] && port <= outgoing[1])
            .sorted()
            .toArray();
    if (within.length == 0) {
      return Optional.empty();
    }
    int highest = within[within.length - 1];
    return Optional.of(
        "%d ports, %d to %d, lie where this system takes those of outgoing connections (%d to %d) and may be taken at any time; with --port %d or lower none does"
            .formatted(
                within.length,
                within[0],
                highest,
                outgoing[0],
                outgoing[1],
                shape.port() - (highest - outgoing[0] + 1)));
  }

  /** The first and the last one. */
  static int[] outgoingPorts(Path settings) {
    // In one read: a second read of such a kernel file returns nothing.
    try (BufferedReader lines = Files.newBufferedReader(settings)) {
      String[] range = lines.readLine().strip().split("\\s+", -1);
      return new int[] {Integer.parseInt(range[0]), Integer.parseInt(range[1])};
    } catch (IOException | RuntimeException notLinux) {
      return new int[] {FIRST_DYNAMIC_PORT, LAST_PORT};
    }
  }

  /** Whether a server could listen on a port, at the loopback address and at all addresses. */
  static boolean isFree(int port) {
    return isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        && isFree(new InetSocketAddress(port));
  }

  private static boolean isFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static void requireMemory(Shape shape) {
    int needed =
        BROKER_NEEDS * (shape.brokers() - 1)
            + (shape.backendsOnly()
                ? BACKENDS_NEED
                : ALL_NEEDS + GATEWAY_NEEDS * Math.max(0, shape.gateways() - 2));
    OptionalInt available = availableMegabytes(Path.of("/proc/meminfo"));
    if (available.isPresent() && available.getAsInt() < needed) {
      throw new Failure(
          "too little memory: %d MB available, about %d MB needed"
              .formatted(available.getAsInt(), needed));
    }
  }

  /** The available memory according to Linux; unknown elsewhere. */
  static OptionalInt availableMegabytes(Path meminfo) {
    try {
      return Files.readAllLines(meminfo).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToInt(line -> (int) (Long.parseLong(line.replaceAll("\\D", "")) / 1024))
          .findFirst();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }
}
