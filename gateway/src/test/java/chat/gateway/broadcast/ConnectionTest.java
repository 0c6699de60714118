package chat.gateway.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Identity;
import chat.contract.RoomRecord;
import chat.epochs.LogEpoch;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.MemoryLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ConnectionTest {

  private static final BroadcastSettings SETTINGS =
      new BroadcastSettings(
          DataSize.ofBytes(1000),
          DataSize.ofBytes(2500),
          3,
          0,
          Duration.ZERO,
          100,
          Duration.ofSeconds(25),
          Duration.ofSeconds(10));

  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;
  private final Shard shard =
      new Shard(0, 1, SETTINGS, clock, new FanOutMeter(new SimpleMeterRegistry()));
  private final MemoryLog log =
      new MemoryLog(
          new LogEpoch("topic", 1, 1),
          new EventSink() {
            @Override
            public void deliver(LoggedEvent event) {
              shard.deliver(event.room(), Frame.of(event));
            }

            @Override
            public void delivered() {}

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
    connection.whenRoom(() -> asked.add("first"));
    connection.send(bytes("x".repeat(100)));
    run();
    connection.whenRoom(() -> asked.add("second"));
    run();
    assertThat(asked).containsExactly("first");
    outlet.goOn();
    run();

    assertThat(asked).containsExactly("first", "second");
  }

  @Test
  void a_socket_joins_so_many_rooms_and_no_more() {
    for (String room : List.of("a", "b", "c", "d")) {
      join(connection, room, null);
    }
    run();

    assertThat(outlet.read.subList(0, 3)).allMatch(line -> line.startsWith("joined"));
    assertThat(outlet.read.get(3)).isEqualTo("refused");
    assertThat(log.isListenedTo("d")).isFalse();
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
    shard.deliverEphemeral("a", typing("ann is typing"), Set.of(excepted));
    shard.deliverEphemeral("b", typing("bob is typing"), Set.of());
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
    shard.deliverEphemeral("a", typing("ann is typing"), Set.of());
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

  private void join(Connection joining, @Nullable Resume resume) {
    join(joining, "a", resume);
  }

  private void join(Connection joining, String room, @Nullable Resume resume) {
    log.listen(
        room,
        listening -> joining.join("u", room, listening, resume, joined -> bytes(text(joined))));
  }

  private static String text(Joined joined) {
    return joined.isRefused()
        ? "refused"
        : "joined recovered=" + joined.recovered() + " missed=" + joined.missed();
  }

  private void show(String text) {
    shard.deliverEphemeral("a", typing(text), Set.of());
  }

  private static Frame typing(String text) {
    return Frame.event("a", "typing", bytes(text));
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
    for (int i = 0; i < 5; i++) {
      shard.step(0);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
