package chat.gateway.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Identity;
import chat.contract.RoomRecord;
import chat.epochs.LogEpoch;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.MemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ConnectionTest {

  private static final BroadcastSettings SETTINGS =
      new BroadcastSettings(
          DataSize.ofBytes(1000), 100, Duration.ofSeconds(25), Duration.ofSeconds(10));

  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;
  private final Shard shard = new Shard(0, 100, clock);
  private final MemoryLog log =
      new MemoryLog(
          new LogEpoch("topic", 1, 1),
          new EventSink() {
            @Override
            public void deliver(LoggedEvent event) {
              shard.deliver(event.room(), event.frame());
            }

            @Override
            public void taken(LoggedEvent event) {}

            @Override
            public void reset() {
              throw new AssertionError("nothing was lost");
            }
          });
  private final RecordingOutlet outlet = new RecordingOutlet();
  private final Connection connection = open(outlet);

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

    assertThat(outlet.closed).isEqualTo(CloseReason.TOO_SLOW);
    assertThat(connection.isClosed()).isTrue();
    assertThat(quick.read).hasSize(31);
    assertThat(quick.closed).isNull();
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
  void what_is_of_the_moment_is_told_to_those_in_the_room_but_not_to_who_is_behind() {
    RecordingOutlet slow = new RecordingOutlet();
    RecordingOutlet own = new RecordingOutlet();
    Connection excepted = open(own);
    Connection behind = open(slow);
    List.of(connection, excepted, behind).forEach(joining -> join(joining, null));
    run();
    slow.stall();
    behind.send(new byte[490]);
    shard.deliverEphemeral("a", bytes("ann is typing"), Set.of(excepted));
    shard.deliverEphemeral("b", bytes("bob is typing"), Set.of());
    run();
    slow.goOn();

    assertThat(outlet.read).endsWith("ann is typing");
    assertThat(own.read).hasSize(1);
    assertThat(slow.read).hasSize(2);
    assertThat(slow.closed).isNull();
  }

  @Test
  void who_catches_up_is_told_nothing_of_the_moment() {
    CompletableFuture<Optional<List<LoggedEvent>>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    shard.deliverEphemeral("a", bytes("ann is typing"), Set.of());
    run();
    lookUp.complete(Optional.of(List.of()));
    run();

    assertThat(outlet.read).containsExactly("joined recovered=true missed=0");
  }

  @Test
  void what_was_missed_comes_before_what_happens_while_it_is_looked_up() {
    CompletableFuture<Optional<List<LoggedEvent>>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    event("live");
    run();
    assertThat(outlet.read).isEmpty();
    lookUp.complete(
        Optional.of(List.of(new LoggedEvent("a", "message", 5, 1, bytes("{\"id\":\"old\"}")))));
    run();

    assertThat(outlet.read).hasSize(3);
    assertThat(outlet.read.get(0)).isEqualTo("joined recovered=true missed=1");
    assertThat(outlet.read.get(1)).contains("\"old\"");
    assertThat(outlet.read.get(2)).contains("\"live\"");
  }

  @Test
  void what_can_not_be_recovered_is_said_and_live_events_follow() {
    CompletableFuture<Optional<List<LoggedEvent>>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    event("live");
    run();
    lookUp.complete(Optional.empty());
    run();

    assertThat(outlet.read.get(0)).isEqualTo("joined recovered=false missed=0");
    assertThat(outlet.read.get(1)).contains("\"live\"");
  }

  @Test
  void a_second_join_during_catch_up_is_answered_and_changes_nothing() {
    CompletableFuture<Optional<List<LoggedEvent>>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    join(connection, null);
    event("live");
    run();
    lookUp.complete(Optional.of(List.of()));
    run();

    assertThat(outlet.read.subList(0, 2))
        .containsExactly("joined recovered=null missed=0", "joined recovered=true missed=0");
    assertThat(outlet.read.get(2)).contains("\"live\"");
    assertThat(outlet.read).hasSize(3);
  }

  @Test
  void who_leaves_during_catch_up_gets_nothing_of_it() {
    CompletableFuture<Optional<List<LoggedEvent>>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    event("live");
    connection.leave("a", bytes("left"));
    run();
    lookUp.complete(
        Optional.of(List.of(new LoggedEvent("a", "message", 5, 1, bytes("{\"id\":\"old\"}")))));
    event("later");
    run();

    assertThat(outlet.read).containsExactly("left");
  }

  @Test
  void who_left_during_catch_up_and_joins_again_is_not_given_the_old_catch_up() {
    CompletableFuture<Optional<List<LoggedEvent>>> old = new CompletableFuture<>();
    join(connection, new Resume(1, old));
    connection.leave("a", bytes("left"));
    join(connection, null);
    run();
    old.complete(
        Optional.of(List.of(new LoggedEvent("a", "message", 5, 1, bytes("{\"id\":\"old\"}")))));
    event("live");
    run();

    assertThat(outlet.read).hasSize(3);
    assertThat(outlet.read.get(2)).contains("\"live\"");
  }

  @Test
  void a_close_during_catch_up_ends_it_all() {
    CompletableFuture<Optional<List<LoggedEvent>>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    run();
    connection.gone();
    run();
    lookUp.complete(Optional.of(List.of()));
    run();

    assertThat(outlet.read).isEmpty();
    assertThat(log.isListenedTo("a")).isFalse();
  }

  @Test
  void held_back_events_count_as_waiting() {
    join(connection, new Resume(1, new CompletableFuture<>()));
    for (int i = 0; i < 30; i++) {
      event("m" + i);
    }
    run();

    assertThat(outlet.closed).isEqualTo(CloseReason.TOO_SLOW);
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

  private Connection open(Outlet to) {
    Connection opened = new Connection("session", to, shard, SETTINGS, clock.millis());
    shard.execute(() -> shard.add(opened));
    return opened;
  }

  private void join(Connection joining, @org.jspecify.annotations.Nullable Resume resume) {
    log.listen(
        "a",
        listening ->
            joining.join(
                "u",
                "a",
                listening,
                resume,
                joined ->
                    bytes(
                        "joined recovered=" + joined.recovered() + " missed=" + joined.missed())));
  }

  private void event(String id) {
    log.take(
        new RoomRecord(
            "a",
            "message",
            Identity.of("a", "u", id, 0),
            null,
            bytes("{\"id\":\"" + id + "\",\"padding\":\"" + "x".repeat(20) + "\"}"),
            null));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    run();
  }

  private void run() {
    try {
      for (int i = 0; i < 5; i++) {
        shard.step(0);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
