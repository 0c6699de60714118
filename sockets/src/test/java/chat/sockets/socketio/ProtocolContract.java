package chat.sockets.socketio;

import static chat.sockets.socketio.EchoCalls.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Socket.IO's specification says, on literal packets and over real sockets: at one node, and
 * at two that take requests in turn.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProtocolContract {

  /** As a place for data is written. */
  private static final String FIRST = "{\"_placeholder\":true,\"num\":0}";

  private final EchoCalls calls;

  ProtocolContract(int nodes) {
    this.calls = new EchoCalls(nodes, Echo.Conduct.patient(Duration.ofSeconds(10), 64_000_000));
  }

  @AfterAll
  void stop() {
    calls.close();
  }

  @Test
  void a_client_gets_into_a_namespace_and_what_it_brought_is_seen() throws InterruptedException {
    try (RawSocket socket = connected()) {
      assertEntered(socket, "40", "40", "42[\"auth\",{}]");
      assertEntered(
          socket,
          "40/custom,{\"token\":\"abc\"}",
          "40/custom,",
          "42/custom,[\"auth\",{\"token\":\"abc\"}]");
    }
    try (RawSocket socket = connected()) {
      assertEntered(socket, "40{\"token\":\"123\"}", "40", "42[\"auth\",{\"token\":\"123\"}]");
      assertEntered(socket, "40/custom", "40/custom,", "42/custom,[\"auth\",{}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40/random", "40/random,", "40/random,{\"token\":\"123\"}"})
  void an_unknown_namespace_is_refused(String connect) throws InterruptedException {
    try (RawSocket socket = connected()) {
      socket.send(connect);
      assertThat(socket.text()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"message\",1]", "4abc", "41", "4", "40[]", "451[\"a\"]", "431[1]"})
  void before_a_connect_nothing_else_is_taken(String packet) throws InterruptedException {
    try (RawSocket socket = connected()) {
      socket.send(packet);
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void a_client_that_gets_nowhere_is_closed_in_time() {
    try (EchoCalls hasty =
            new EchoCalls(1, Echo.Conduct.patient(Duration.ofSeconds(2), 64_000_000));
        RawSocket silent = hasty.socket("/socket.io" + WEBSOCKET);
        RawSocket socket = hasty.socket("/socket.io" + WEBSOCKET)) {
      socket.send("40/random");
      assertThat(silent.closeCode()).isEqualTo(1008);
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void leaving_one_namespace_is_not_leaving_another() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("40/custom");
      socket.text();
      socket.text();
      socket.send("41/custom");
      socket.send("42[\"message\",\"to main\"]");
      assertThat(socket.text()).isEqualTo("42[\"message-back\",\"to main\"]");
    }
  }

  @Test
  void leaving_the_last_one_leaves_the_connection() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("41");
      socket.send("40");
      assertThat(socket.text()).startsWith("40{\"sid\":");
    }
  }

  @Test
  void events_come_back_as_they_were() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42[\"message\",1,\"2\",{\"3\":[true,null,1.5,\"é\\n\"]}]");
      assertThat(socket.text())
          .isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true,null,1.5,\"é\\n\"]}]");
    }
  }

  @Test
  void events_are_acknowledged_by_their_id() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
      assertThat(socket.text()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
      socket.send("420[\"message-with-ack\"]");
      assertThat(socket.text()).isEqualTo("430[]");
    }
  }

  @Test
  void data_travel_with_events_and_acknowledgements() throws InterruptedException {
    try (RawSocket socket = entered()) {
      String places = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
      socket.send("452-[\"message\"," + places);
      socket.send(new byte[] {1, 2, 3});
      socket.send(new byte[] {4, 5, 6});
      assertThat(socket.text()).isEqualTo("452-[\"message-back\"," + places);
      assertThat(socket.data()).containsExactly(1, 2, 3);
      assertThat(socket.data()).containsExactly(4, 5, 6);

      socket.send("452-789[\"message-with-ack\"," + places);
      socket.send(new byte[] {1, 2, 3});
      socket.send(new byte[] {4, 5, 6});
      assertThat(socket.text()).isEqualTo("462-789[" + places);
      assertThat(socket.data()).containsExactly(1, 2, 3);
      assertThat(socket.data()).containsExactly(4, 5, 6);
    }
  }

  @Test
  void data_travel_over_polling_too() {
    String session = calls.enter();

    calls.post(session, "451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");

    assertThat(calls.get(session).body())
        .isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
  }

  @Test
  void packets_that_are_sent_together_come_one_by_one_over_both_transports()
      throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42[\"run\"]");
      for (int length : EchoSocket.RUN) {
        assertThat(socket.text()).isEqualTo("4" + "2".repeat(length - 1));
      }
      socket.send("42[\"message\",1]");
      assertThat(socket.text()).isEqualTo("42[\"message-back\",1]");
    }
    String session = calls.enter();
    calls.post(session, "42[\"run\"]");
    assertThat(calls.get(session).body().split("\u001e", -1))
        .extracting(String::length)
        .isEqualTo(EchoSocket.RUN);
  }

  @Test
  void a_client_answers_what_it_is_asked() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42[\"ask\",\"why\"]");
      assertThat(socket.text()).isEqualTo("420[\"question\",\"why\"]");
      socket.send("430[\"because\",1]");
      assertThat(socket.text()).isEqualTo("42[\"answered\",\"because\",1]");

      socket.send("451-[\"ask\"," + FIRST + "]");
      socket.send(new byte[] {1, 2});
      assertThat(socket.text()).isEqualTo("451-1[\"question\"," + FIRST + "]");
      assertThat(socket.data()).containsExactly(1, 2);
      socket.send("461-1[" + FIRST + "]");
      socket.send(new byte[] {3, 4});
      assertThat(socket.text()).isEqualTo("451-[\"answered\"," + FIRST + "]");
      assertThat(socket.data()).containsExactly(3, 4);
    }
  }

  @Test
  void an_answer_to_no_question_is_ignored() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("437[]");
      socket.send("42[\"message\"]");
      assertThat(socket.text()).isEqualTo("42[\"message-back\"]");
    }
  }

  @Test
  void a_client_that_is_put_out_is_told_and_may_come_back() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42[\"put-me-out\"]");
      assertThat(socket.text()).isEqualTo("41");
      socket.send("40");
      assertThat(socket.text()).startsWith("40{\"sid\":");
    }
  }

  @Test
  void what_is_not_let_in_is_answered_by_its_id_and_not_read() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42666[\"message\", no JSON");
      assertThat(socket.text()).isEqualTo("43666[\"unread\"]");
      socket.send("451-666[\"message\"," + FIRST + "]");
      socket.send(new byte[] {1});
      assertThat(socket.text()).isEqualTo("43666[\"unread\"]");
      socket.send("42[\"message\"]");
      assertThat(socket.text()).isEqualTo("42[\"message-back\"]");
    }
  }

  @Test
  void a_client_that_keeps_trying_to_get_in_is_closed() throws InterruptedException {
    try (RawSocket socket = connected()) {
      for (int i = 0; i < 5; i++) {
        socket.send("40/random");
        assertThat(socket.text()).startsWith("44/random,");
      }
      socket.send("40/random");
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  /** The specification's own example, up to the ping. */
  @Test
  void a_session_goes_from_polling_to_a_websocket_and_into_another_namespace()
      throws InterruptedException {
    String session = calls.open("/socket.io");
    assertThat(calls.post(session, "40").body()).isEqualTo("ok");
    assertThat(calls.pollUpTo("42[\"auth\",{}]", session)).startsWith("40{\"sid\":");
    calls.post(session, "42[\"message\",\"hello\"]\u001e42[\"message\",\"world\"]");
    assertThat(calls.pollUpTo("world", session))
        .isEqualTo("42[\"message-back\",\"hello\"]\u001e42[\"message-back\",\"world\"]");
    try (RawSocket socket = calls.upgrade(session)) {
      socket.send("2probe");
      assertThat(socket.text()).isEqualTo("3probe");
      socket.send("5");
      socket.send("40/custom,");
      assertThat(socket.text()).startsWith("40/custom,{\"sid\":\"");
      assertThat(socket.text()).isEqualTo("42/custom,[\"auth\",{}]");
      socket.send("451-1[\"message-with-ack\"," + FIRST + "]");
      socket.send(new byte[] {1, 2, 3});
      assertThat(socket.text()).isEqualTo("461-1[" + FIRST + "]");
      assertThat(socket.data()).containsExactly(1, 2, 3);
      socket.send("1");
      assertThat(socket.closeCode()).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"message\",1]", "bAQID", "42[\"a\""})
  void who_polls_and_breaks_the_protocol_is_let_go(String payload) {
    String session = calls.open("/socket.io");
    calls.post(session, payload);

    assertThat(calls.get(session).body()).isEqualTo("1");
    assertThat(calls.get(session).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4abc", "42{}", "42[]", "42abc[\"message-with-ack\",1]", "44{}", "40", "42[\"a\""})
  void a_packet_that_is_none_closes_the_connection(String packet) throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send(packet);
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  private void assertEntered(RawSocket socket, String connect, String entered, String auth)
      throws InterruptedException {
    socket.send(connect);
    assertThat(socket.text()).startsWith(entered + "{\"sid\":\"").endsWith("\"}");
    assertThat(socket.text()).isEqualTo(auth);
  }

  private RawSocket connected() throws InterruptedException {
    RawSocket socket = calls.socket("/socket.io" + WEBSOCKET);
    socket.text();
    return socket;
  }

  private RawSocket entered() throws InterruptedException {
    RawSocket socket = connected();
    socket.send("40");
    socket.text();
    socket.text();
    return socket;
  }
}
