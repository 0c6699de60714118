package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Sockets of one address, and of many, at a gateway that others use at the same time. */
@Isolated // others would have to come beside thousands
@ExtendWith(RunningSystem.class)
class ManySocketsTest {

  private static final int HALF_OPEN = 5_000;
  private static final int MESSAGES = 20;

  /** Far fewer than the server's threads, each of which may be opening one. */
  private static final int HANDSHAKES_AT_ONCE = 10;

  /** Far longer than an answer takes, and far shorter than at a gateway that is kept busy. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  private final ChatSystem system;
  private final RawHttp gateway;
  private final List<Socket> sockets = new ArrayList<>();

  ManySocketsTest(ChatSystem system) {
    this.system = system;
    this.gateway = new RawHttp(system.gateway(1).getPort());
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void sockets_are_counted_by_where_they_come_from_and_not_by_the_proxy() throws IOException {
    // Signed in, or the first ones are closed before the last ones are open on a busy machine.
    String token = User.register(new Rest(system.gateway(1), null), "ann").token();
    String signedIn = handshake("1.1.1.1, 203.0.113.7", "Authorization: Bearer " + token);
    sockets.addAll(gateway.open(ChatSystem.SOCKETS_PER_ADDRESS, signedIn));
    for (Socket socket : sockets) {
      assertThat(RawHttp.statusLine(socket)).contains(" 101 ");
    }

    assertThat(answerOfFullAddress()).contains(" 429 ");
    assertThat(ask(handshake("203.0.113.8"))).contains(" 101 ");
  }

  /**
   * A client may see its socket open before it is counted, for as many sockets as there are
   * threads.
   */
  private String answerOfFullAddress() throws IOException {
    String answer = ask(handshake("203.0.113.7"));
    for (int more = 1; more < HANDSHAKES_AT_ONCE && answer.contains(" 101 "); more++) {
      answer = ask(handshake("203.0.113.7"));
    }
    return answer;
  }

  @Test
  void so_are_sessions_of_socket_io() throws IOException {
    sockets.addAll(gateway.open(ChatSystem.SOCKETS_PER_ADDRESS, poll("203.0.113.9")));
    for (Socket socket : sockets) {
      assertThat(RawHttp.statusLine(socket)).contains(" 200 ");
    }

    assertThat(ask(poll("203.0.113.9"))).contains(" 503 ");
    assertThat(ask(poll("203.0.113.10"))).contains(" 200 ");
  }

  @Test
  void five_thousand_half_open_connections_hinder_no_others_and_are_dropped() throws IOException {
    Rest rest = new Rest(system.gateway(1), null);
    User ann = User.register(rest, "ann");
    String room = "half-open-" + UUID.randomUUID();
    try (SocketClient client = SocketClient.connect(system.gateway(1), ann, room)) {
      sockets.addAll(gateway.open(HALF_OPEN / 2, "GET /ws HTTP/1.1\r\nX: "));
      for (int i = 0; i < HALF_OPEN / 2; i += 100) {
        sockets.addAll(gateway.open(100, handshake("198.51.100." + i / 100)));
      }
      for (int i = 0; i < MESSAGES; i++) {
        InTime.once(QUICK, () -> sending(client, room));
      }
      assertThat(sockets).hasSize(HALF_OPEN).allMatch(RawHttp::isLetGo);
    }
  }

  private static Duration sending(SocketClient client, String room) {
    long start = System.nanoTime();
    client.send(Map.of("type", "send", "ref", "r", "room", room, "content", "hi"));
    client.take(1, "ack");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String ask(String request) throws IOException {
    Socket socket = gateway.open(1, request).get(0);
    sockets.add(socket);
    return RawHttp.statusLine(socket);
  }

  private static String handshake(String from, String... headers) {
    return request(
        "GET /ws HTTP/1.1",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        String.join("\r\n", headers)
            + (headers.length == 0 ? "" : "\r\n")
            + "X-Forwarded-For: "
            + from);
  }

  private static String poll(String from) {
    return request(
        "GET /socket.io/?EIO=4&transport=polling HTTP/1.1",
        "Connection: close",
        "X-Forwarded-For: " + from);
  }

  private static String request(String... lines) {
    return String.join("\r\n", lines) + "\r\nHost: a\r\n\r\n";
  }
}
