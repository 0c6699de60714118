package chat.infra.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Whether this machine has room for a stack, asked before anything starts. */
final class Machine {
  /**
   * Megabytes that the backends grow to together, and each gateway beyond the first two; measured,
   * rounded up.
   */
  private static final int BACKENDS_NEED = 1_200;

  private static final int ALL_NEEDS = 3_800;
  private static final int GATEWAY_NEEDS = 450;

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

  /** Whether a server could listen at a port, at the loopback address and at all addresses. */
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
        shape.backendsOnly()
            ? BACKENDS_NEED
            : ALL_NEEDS + GATEWAY_NEEDS * Math.max(0, shape.gateways() - 2);
    OptionalInt available = availableMegabytes(Path.of("/proc/meminfo"));
    if (available.isPresent() && available.getAsInt() < needed) {
      throw new Failure(
          "too little memory: %d MB available, about %d MB needed"
              .formatted(available.getAsInt(), needed));
    }
  }

  /** What Linux says can be had without swapping; unknown elsewhere. */
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
