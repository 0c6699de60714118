package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest extends OneShard {

  @Test
  void what_is_sent_while_nothing_is_written_goes_out_at_once() {
    connection.send(bytes("one"));
    run();

    assertThat(outlet.read).containsExactly("one");
  }

  @Test
  void what_piles_up_during_a_write_goes_out_in_the_next_one() {
    outlet.stall();
    connection.send(bytes("one"));
    run();
    connection.send(bytes("two"));
    connection.send(bytes("three"));
    run();
    outlet.goOn();
    run();

    assertThat(outlet.read).containsExactly("one", "two", "three");
    assertThat(outlet.writes).containsExactly(1, 2);
  }

  @Test
  void a_reader_that_falls_too_far_behind_is_cut_off_and_others_are_not() {
    RecordingOutlet quick = new RecordingOutlet();
    Connection other = open(quick);
    join(connection, null);
    join(other, null);
    run();
    outlet.stall();
    for (int i = 0; i < 30; i++) {
      event("m" + i);
      run();
    }

    assertThat(connection.isClosed()).isTrue();
    assertThat(quick.read).hasSize(31);
    assertThat(quick.closed).isNull();
    outlet.goOn();
    run();
    assertThat(outlet.closed).isEqualTo(CloseReason.TOO_SLOW);
    assertThat(outlet.ended).isTrue();
  }

  @Test
  void what_nobody_needs_to_see_is_not_sent_to_who_is_behind() {
    join(connection, null);
    run();
    outlet.stall();
    show("typing 1");
    run();
    show("typing 2");
    show("typing 3");
    event("one");
    run();
    outlet.goOn();
    run();
    show("typing 4");
    run();

    assertThat(outlet.read.get(1)).isEqualTo("typing 1");
    assertThat(outlet.read.get(2)).contains("\"one\"");
    assertThat(outlet.read.get(3)).isEqualTo("typing 4");
    assertThat(outlet.read).hasSize(4);
  }

  @Test
  void of_those_that_take_nothing_the_ones_for_which_most_waits_are_cut_off() {
    List<RecordingOutlet> outlets = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      RecordingOutlet slow = new RecordingOutlet();
      slow.stall();
      open(slow).send(bytes("x".repeat(i * 220)));
      outlets.add(slow);
    }
    run();
    pass(Duration.ofSeconds(1));
    assertThat(outlets).allMatch(slow -> slow.closed == null);
    connection.send(bytes("x".repeat(900)));
    outlet.stall();
    run();
    pass(Duration.ofSeconds(2));
    outlet.goOn();
    outlets.forEach(RecordingOutlet::goOn);
    run();

    assertThat(outlet.closed).isEqualTo(CloseReason.TOO_SLOW);
    assertThat(outlets).allMatch(slow -> slow.closed == null);
  }

  @Test
  void a_client_is_not_asked_for_more_while_much_waits_for_it() {
    List<String> asked = new ArrayList<>();
    outlet.stall();
    connection.send(bytes("x".repeat(200)));
    run();
    connection.whenCapacity(() -> asked.add("first"));
    connection.send(bytes("x".repeat(100)));
    run();
    connection.whenCapacity(() -> asked.add("second"));
    run();
    assertThat(asked).containsExactly("first");
    outlet.goOn();
    run();

    assertThat(asked).containsExactly("first", "second");
  }

  @Test
  void a_user_has_a_connection_until_it_ends_for_whatever_reason() {
    UserConnections connections = new UserConnections();
    Connection other = open(new RecordingOutlet());
    connections.put("ann", new SignIn("phone", 1), connection);
    connections.put("ann", new SignIn("desk", 1), other);
    connections.put("ann", new SignIn("desk", 1), connection);
    run();

    assertThat(connections.of("ann")).containsExactlyInAnyOrder(connection, other);
    assertThat(connections.signInsOf("ann"))
        .containsOnlyKeys(connection, other)
        .containsEntry(connection, new SignIn("desk", 1));
    assertThat(connections.of("bob")).isEmpty();

    connection.gone();
    other.close(CloseReason.UNAUTHENTICATED);
    run();

    assertThat(connections.of("ann")).isEmpty();
  }

  @Test
  void who_turns_out_to_own_a_connection_that_has_ended_already_has_none() {
    UserConnections connections = new UserConnections();
    connection.gone();
    run();
    connections.put("ann", new SignIn("phone", 1), connection);
    run();

    assertThat(connections.of("ann")).isEmpty();
  }

  @Test
  void what_stands_before_a_close_is_written_before_it_however_long_that_takes() {
    outlet.stall();
    connection.send(bytes("one"));
    run();
    connection.send(bytes("two"));
    connection.close(CloseReason.RESTART);
    connection.send(bytes("too late"));
    run();
    outlet.goOn();
    run();

    assertThat(outlet.read).containsExactly("one", "two");
    assertThat(outlet.closed).isEqualTo(CloseReason.RESTART);
    assertThat(outlet.ended).isTrue();
  }

  @Test
  void what_was_sent_before_a_close_is_handed_over_first() {
    connection.send(bytes("last words"));
    connection.close(CloseReason.BAD_FRAME);
    run();

    assertThat(outlet.read).containsExactly("last words");
    assertThat(outlet.closed).isEqualTo(CloseReason.BAD_FRAME);
  }

  @Test
  void a_deadline_closes_unless_it_is_moved() {
    connection.closeAt(10_000, CloseReason.NO_CONNECT);
    pass(Duration.ofSeconds(5));
    connection.closeAt(20_000, CloseReason.UNAUTHENTICATED);
    pass(Duration.ofSeconds(10));
    assertThat(outlet.closed).isNull();
    pass(Duration.ofSeconds(5));

    assertThat(outlet.closed).isEqualTo(CloseReason.UNAUTHENTICATED);
  }

  @Test
  void a_silent_peer_is_pinged_and_then_closed() {
    pass(Duration.ofSeconds(24));
    assertThat(outlet.pings).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(outlet.pings).isEqualTo(1);
    pass(Duration.ofSeconds(9));
    assertThat(outlet.closed).isNull();
    pass(Duration.ofSeconds(1));

    assertThat(outlet.pings).isEqualTo(1);
    assertThat(outlet.closed).isEqualTo(CloseReason.GOING_AWAY);
  }

  @Test
  void a_socket_that_was_closed_is_let_go_of_whatever_its_peer_does() {
    connection.close(CloseReason.BAD_FRAME);
    run();
    assertThat(outlet.aborted).isFalse();
    pass(Duration.ofSeconds(5));

    assertThat(outlet.aborted).isTrue();
  }

  @Test
  void a_peer_that_answers_is_left_alone() {
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(20));
      connection.heard(clock.millis());
    }

    assertThat(outlet.closed).isNull();
  }
}
