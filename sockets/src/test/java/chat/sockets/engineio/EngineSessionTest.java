package chat.sockets.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSessionTest extends SessionTrial {

  @Test
  void what_is_sent_before_a_poll_waits_for_it() {
    send("4a");
    send("4b");

    assertThat(poll().answer).isEqualTo("4a\u001e4b");
    assertThat(outcomes).containsExactly(null, null);
  }

  @Test
  void a_poll_is_held_until_there_is_something() {
    FakePoll held = poll();
    assertThat(held.answer).isNull();

    send("4a");

    assertThat(held.answer).isEqualTo("4a");
  }

  @Test
  void a_second_poll_at_a_time_ends_the_session() {
    FakePoll held = poll();

    assertThat(session.poll(new FakePoll(false))).isFalse();

    assertThat(held.answer).isEqualTo("1");
    assertThat(session.poll(new FakePoll(false))).isFalse();
    assertThat(taken).containsExactly("closed");
  }

  @Test
  void a_second_post_at_a_time_ends_the_session() throws MalformedPacket {
    assertThat(session.beginPost()).isTrue();
    assertThat(session.beginPost()).isFalse();
    session.endPost(IncomingPacket.ofPayload("4late", 10));

    assertThat(taken).containsExactly("closed");
  }

  @Test
  void posts_one_after_the_other_are_taken_in_order() throws MalformedPacket {
    post("4a\u001e4b\u001ebAQI=");
    post("4c");

    assertThat(taken).containsExactly("a", "b", "2 bytes", "c");
  }

  @Test
  void an_answer_that_gets_lost_ends_the_session_as_its_packets_are_missing() {
    send("4a");
    session.poll(new FakePoll(true));

    assertThat(session.isClosed()).isTrue();
    assertThat(outcomes).singleElement().isNotNull();
  }

  @Test
  void a_close_that_overtakes_its_poll_leaves_a_noop_for_it() throws MalformedPacket {
    post("1");

    assertThat(poll().answer).isEqualTo("6");
    assertThat(session.poll(new FakePoll(false))).isFalse();
    assertThat(session.check(now)).isTrue();
  }

  @Test
  void what_was_sent_before_the_end_is_still_fetched_by_a_poll() {
    send("44{}");
    session.close(1000, "");

    assertThat(poll().answer).isEqualTo("44{}\u001e1");
    assertThat(session.check(now)).isTrue();
  }

  @Test
  void what_nobody_fetches_is_forgotten() {
    send("44{}");
    session.close(1000, "");
    assertThat(session.check(now)).isFalse();

    now += 5000;

    assertThat(session.check(now)).isTrue();
    assertThat(session.poll(new FakePoll(false))).isFalse();
  }

  @Test
  void a_ping_is_sent_when_due_and_an_answer_puts_off_the_next() throws MalformedPacket {
    FakePoll held = poll();
    pass(25_000);
    assertThat(held.answer).isEqualTo("2");

    pass(10_000);
    post("3");
    pass(24_999);
    FakePoll next = poll();
    assertThat(next.answer).isNull();

    pass(1);
    assertThat(next.answer).isEqualTo("2");
  }

  @Test
  void silence_ends_the_session_at_the_latest_when_somebody_asks() {
    pass(25_000);
    pass(19_999);
    assertThat(session.isClosed()).isFalse();

    pass(1);

    assertThat(taken).containsExactly("closed");
  }

  @Test
  void a_client_is_not_blamed_for_a_ping_that_we_sent_late() {
    pass(25_000 + 15_000);
    pass(19_999);

    assertThat(session.isClosed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "6"})
  void who_floods_with_what_says_nothing_is_let_go(String packet) throws MalformedPacket {
    session.connected(socket);
    for (int i = 0; i < 3; i++) {
      session.handle(socket, IncomingPacket.ofText(packet));
    }
    assertThat(session.isClosed()).isFalse();
    pass(10_000);
    session.handle(socket, IncomingPacket.ofText(packet));
    assertThat(session.isClosed()).isFalse();

    session.handle(socket, IncomingPacket.ofText(packet));

    assertThat(socket.closeCode).isEqualTo(1008);
    assertThat(taken).containsExactly("closed");
  }

  @Test
  void a_websockets_own_signs_of_life_count_like_packets() {
    session.connected(socket);
    for (int i = 0; i < 3; i++) {
      assertThat(session.count(socket)).isTrue();
    }

    assertThat(session.count(socket)).isFalse();

    assertThat(socket.closeCode).isEqualTo(1008);
    assertThat(taken).containsExactly("closed");
  }

  @Test
  void who_floods_by_polling_is_let_go_too() throws MalformedPacket {
    post("6\u001e6\u001e6\u001e6\u001e4late");

    assertThat(taken).containsExactly("closed");
  }

  @Test
  void packets_that_only_servers_send_end_the_session() throws MalformedPacket {
    session.connected(socket);
    session.handle(socket, IncomingPacket.ofText("2"));

    assertThat(socket.closeCode).isEqualTo(1002);
    assertThat(taken).containsExactly("closed");
  }

  @Test
  void nothing_is_taken_after_the_clients_own_close() throws MalformedPacket {
    post("4a\u001e1\u001e4b");

    assertThat(taken).containsExactly("a", "closed");
  }

  @Test
  void who_reads_too_slowly_is_let_go() {
    session.connected(socket);
    socket.stuck = true;
    send("4" + "a".repeat(50));
    send("4" + "b".repeat(50));

    assertThat(socket.aborted).isTrue();
    assertThat(taken).containsExactly("closed");
  }

  @Test
  void a_socket_that_was_closed_and_stays_is_let_go() {
    session.connected(socket);
    session.close(1000, "");
    pass(1);
    assertThat(socket.aborted).isFalse();

    pass(5000);

    assertThat(socket.aborted).isTrue();
  }
}
