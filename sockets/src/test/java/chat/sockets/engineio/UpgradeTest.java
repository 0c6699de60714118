package chat.sockets.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a WebSocket replaces polling, or does not. */
class UpgradeTest extends SessionTrial {

  @Test
  void an_upgrade_hands_over_in_order() throws MalformedPacket {
    FakePoll held = poll();
    session.upgrading(socket);
    session.handle(socket, IncomingPacket.ofText("2probe"));
    assertThat(socket.written).containsExactly("3probe");
    pass(20);
    assertThat(held.answer).isEqualTo("6");

    send("4while upgrading");
    session.handle(socket, IncomingPacket.ofText("5"));
    send("4after");
    session.handle(socket, IncomingPacket.ofText("4from the socket"));

    assertThat(socket.written).containsExactly("3probe", "4while upgrading", "4after");
    assertThat(taken).containsExactly("from the socket");
    assertThat(session.poll(new FakePoll(false))).isFalse();
    assertThat(session.beginPost()).isFalse();
    assertThat(session.isClosed()).isFalse();
  }

  @Test
  void what_comes_amid_an_upgrade_is_still_polled() throws MalformedPacket {
    session.upgrading(socket);
    session.handle(socket, IncomingPacket.ofText("2probe"));
    send("4a");

    assertThat(poll().answer).isEqualTo("4a");
  }

  @Test
  void a_poll_that_overtakes_the_end_of_an_upgrade_is_refused() throws MalformedPacket {
    session.upgrading(socket);
    FakePoll held = poll();
    session.handle(socket, IncomingPacket.ofText("2probe"));
    session.handle(socket, IncomingPacket.ofText("5"));

    assertThat(held.refused).isTrue();
    assertThat(session.isClosed()).isFalse();
  }

  @Test
  void an_upgrade_without_a_probe_is_none() throws MalformedPacket {
    session.upgrading(socket);
    session.handle(socket, IncomingPacket.ofText("5"));

    assertThat(socket.closeCode).isEqualTo(1002);
    assertThat(poll().answer).isNull();
  }

  @Test
  void an_upgrade_that_fails_leaves_polling_as_it_was() throws MalformedPacket {
    session.upgrading(socket);
    session.handle(socket, IncomingPacket.ofText("2probe"));
    session.disconnected(socket);
    send("4a");

    assertThat(poll().answer).isEqualTo("4a");
    session.upgrading(new FakeSocket());
    assertThat(session.isClosed()).isFalse();
  }

  @Test
  void an_upgrade_takes_no_longer_than_it_may() {
    session.upgrading(socket);
    pass(10_000);

    assertThat(socket.closeCode).isEqualTo(1002);
    assertThat(session.isClosed()).isFalse();
  }

  @Test
  void a_second_socket_is_closed_and_the_first_goes_on() {
    session.connected(socket);
    FakeSocket second = new FakeSocket();
    session.upgrading(second);
    send("4a");

    assertThat(second.closeCode).isEqualTo(1008);
    assertThat(socket.written).containsExactly("4a");
  }

  @Test
  void what_comes_by_a_socket_that_was_told_to_go_is_not_the_sessions() throws MalformedPacket {
    session.connected(socket);
    FakeSocket second = new FakeSocket();
    session.upgrading(second);
    session.handle(second, IncomingPacket.ofText("4injected"));
    assertThat(second.aborted).isTrue();
    session.refuse(second, 1002, "not a packet");

    assertThat(taken).isEmpty();
    assertThat(session.isClosed()).isFalse();
    session.handle(socket, IncomingPacket.ofText("4mine"));
    assertThat(taken).containsExactly("mine");
  }

  @Test
  void a_second_probe_is_not_answered() throws MalformedPacket {
    session.upgrading(socket);
    socket.stuck = true;
    session.handle(socket, IncomingPacket.ofText("2probe"));
    session.handle(socket, IncomingPacket.ofText("2probe"));

    assertThat(socket.written).containsExactly("3probe");
    assertThat(socket.closeCode).isEqualTo(1002);
    assertThat(session.isClosed()).isFalse();
  }

  @Test
  void who_was_told_to_go_amid_an_upgrade_and_goes_on_is_cut_off() throws MalformedPacket {
    session.upgrading(socket);
    session.handle(socket, IncomingPacket.ofText("2probe"));
    session.handle(socket, IncomingPacket.ofText("2probe"));
    assertThat(socket.closeCode).isEqualTo(1002);
    session.handle(socket, IncomingPacket.ofText("5"));
    assertThat(socket.aborted).isTrue();

    send("4a");
    assertThat(poll().answer).isEqualTo("4a");
    FakeSocket next = new FakeSocket();
    session.upgrading(next);
    session.handle(next, IncomingPacket.ofText("2probe"));
    assertThat(next.written).containsExactly("3probe");
  }

  @Test
  void a_socket_that_waits_for_its_upgrade_does_not_outlive_the_session() throws MalformedPacket {
    session.upgrading(socket);
    assertThat(session.count(socket)).isTrue();
    post("1");
    assertThat(socket.closeCode).isEqualTo(1000);

    assertThat(session.count(socket)).isFalse();

    assertThat(socket.aborted).isTrue();
  }
}
