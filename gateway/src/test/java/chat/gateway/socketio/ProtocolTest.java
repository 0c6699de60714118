package chat.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Socket.IO's specification says, on literal packets and over real sockets. */
class ProtocolTest extends EchoCalls {

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
    try (Echo patient = Echo.patient(Duration.ofMillis(300));
        RawSocket socket = new RawSocket(patient.address(), "/socket.io" + WEBSOCKET)) {
      socket.send("40/random");
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
    String session = open("/socket.io");
    post(session, "40");
    assertThat(pollUpTo("42[\"auth\",{}]", session)).startsWith("40{\"sid\":");

    post(session, "451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");

    assertThat(get(session).body())
        .isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
  }

  @Test
  void packets_that_are_sent_together_come_one_by_one_over_both_transports()
      throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42[\"run\"]");
      for (int length : Echo.RUN) {
        assertThat(socket.text()).isEqualTo("4" + "2".repeat(length - 1));
      }
      socket.send("42[\"message\",1]");
      assertThat(socket.text()).isEqualTo("42[\"message-back\",1]");
    }
    String session = open("/socket.io");
    post(session, "40");
    pollUpTo("42[\"auth\",{}]", session);
    post(session, "42[\"run\"]");
    assertThat(get(session).body().split("\u001e", -1))
        .extracting(String::length)
        .isEqualTo(Echo.RUN);
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
    RawSocket socket = new RawSocket(echo.address(), "/socket.io" + WEBSOCKET);
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

  /** What comes up to a packet, in however many answers. */
  private String pollUpTo(String packet, String session) {
    StringBuilder polled = new StringBuilder();
    while (polled.indexOf(packet) < 0) {
      HttpResponse<String> answer = get(session);
      assertThat(answer.statusCode()).isEqualTo(200);
      polled.append(answer.body());
    }
    return polled.toString();
  }
}
