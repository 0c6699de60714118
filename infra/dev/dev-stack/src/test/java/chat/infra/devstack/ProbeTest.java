package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ProbeTest {
  @Test
  void redis_is_ready_once_it_has_loaded_its_data() throws IOException {
    assertThat(answers("+PONG\r\n", Probe::redis)).isTrue();
    assertThat(answers("-LOADING Redis is loading the dataset in memory\r\n", Probe::redis))
        .isFalse();
  }

  @Test
  void a_server_of_a_redis_cluster_is_ready_once_the_cluster_serves() throws IOException {
    assertThat(answers("$19\r\ncluster_state:ok\r\n", Probe::redisCluster)).isTrue();
    assertThat(answers("$19\r\ncluster_state:fail\r\n", Probe::redisCluster)).isFalse();
  }

  @Test
  void kafka_is_ready_once_it_answers_a_request() throws IOException {
    assertThat(answers(hex("0000000a" + "00000001" + "0000" + "00000000"), Probe::kafka)).isTrue();
    assertThat(answers(hex("0000000a" + "00000001" + "0023" + "00000000"), Probe::kafka)).isFalse();
  }

  @Test
  void cassandra_is_ready_when_it_answers_with_its_supported_options() throws IOException {
    assertThat(answers(hex("8400000006" + "00000000"), Probe::cassandra)).isTrue();
    assertThat(answers(hex("8400000000" + "00000000"), Probe::cassandra)).isFalse();
  }

  @Test
  void a_service_is_ready_if_it_says_so() throws IOException {
    assertThat(answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Probe::readiness)).isTrue();
    assertThat(answers("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", Probe::readiness)).isFalse();
  }

  @Test
  void an_open_port_that_says_nothing_is_not_ready() throws IOException {
    assertThat(answers("", Probe::kafka)).isFalse();
    assertThat(answers("", Probe::cassandra)).isFalse();
    assertThat(answers("", Probe::redis)).isFalse();
  }

  private static boolean answers(String answer, IntFunction<Probe> probe) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, answer));
      boolean answers = probe.apply(server.getLocalPort()).answers();
      served.join();
      return answers;
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[512]);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(String bytes) {
    return new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1);
  }
}
