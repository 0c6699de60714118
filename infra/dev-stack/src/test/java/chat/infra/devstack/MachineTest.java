package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        0,
        List.of(port),
        Probe.none());
  }
}
