package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @Test
  void a_taken_port_is_named() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();

      assertThatThrownBy(() -> Machine.requirePorts(List.of(partWithInnerPort(port))))
          .hasMessage("port " + port + " (kafka) is taken");
    }
  }

  @Test
  void ports_that_outgoing_connections_may_take_are_warned_of(@TempDir Path temporary)
      throws IOException {
    Path settings = Files.writeString(temporary.resolve("range"), "32768\t60999\n");
    Shape shape = new Shape(30_000, 1, true);
    List<Part> parts = List.of(partWithInnerPort(32_767), partWithInnerPort(32_770));

    assertThat(Machine.warnOfOutgoing(parts, shape, settings))
        .hasValue(
            "1 ports, 32770 to 32770, lie where this system takes those of outgoing connections"
                + " (32768 to 60999) and may be taken at any time; with --port 29997 or lower none"
                + " does");
    assertThat(Machine.warnOfOutgoing(parts.subList(0, 1), shape, settings)).isEmpty();
    assertThat(Machine.warnOfOutgoing(parts, shape, temporary.resolve("none"))).isEmpty();
  }

  @Test
  void the_range_of_outgoing_ports_is_read_from_the_running_system() throws IOException {
    int[] said = Machine.outgoingPorts(Up.OUTGOING_PORTS);

    if (Files.exists(Up.OUTGOING_PORTS)) {
      try (Scanner numbers = new Scanner(Up.OUTGOING_PORTS, StandardCharsets.US_ASCII)) {
        assertThat(said).containsExactly(numbers.nextInt(), numbers.nextInt());
      }
    } else {
      assertThat(said).containsExactly(49_152, 65_535);
    }
  }

  @Test
  void a_management_port_that_is_taken_is_named_too() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = server.getLocalPort();
      Part tracker =
          new Part(
              "presence-tracker",
              Part.Kind.SERVICE,
              List.of("true"),
              Map.of(),
              Map.of(),
              0,
              port,
              List.of(),
              Probe.none());

      assertThatThrownBy(() -> Machine.requirePorts(List.of(tracker)))
          .hasMessage("port " + port + " (presence-tracker) is taken");
    }
  }

  @Test
  void available_memory_is_what_linux_says(@TempDir Path temporary) throws IOException {
    Path meminfo = temporary.resolve("meminfo");
    Files.writeString(meminfo, "MemTotal:  8000000 kB\nMemAvailable:    4194304 kB\n");

    assertThat(Machine.availableMegabytes(meminfo)).hasValue(4096);
    assertThat(Machine.availableMegabytes(temporary.resolve("none"))).isEmpty();
  }

  private static Part partWithInnerPort(int port) {
    return new Part(
        "kafka",
        Part.Kind.BACKEND,
        List.of("true"),
        Map.of(),
        Map.of(),
        0,
        List.of(port),
        Probe.none());
  }
}
