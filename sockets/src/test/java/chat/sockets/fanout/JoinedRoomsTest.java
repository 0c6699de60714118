package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JoinedRoomsTest extends OneShard {

  @Test
  void a_socket_joins_so_many_rooms_and_no_more() {
    for (String room : List.of("a", "b", "c", "d")) {
      join(connection, room, null);
    }
    run();

    assertThat(outlet.read.subList(0, 3)).allMatch(line -> line.startsWith("joined"));
    assertThat(outlet.read.get(3)).isEqualTo("refused");
    assertThat(rooms.isSubscribed("d")).isFalse();
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
    behind.send(frame("x".repeat(490)));
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
    CompletableFuture<Optional<MissedEvents>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    shard.deliverEphemeral("a", typing("ann is typing"), Set.of());
    run();
    lookUp.complete(Optional.of(missedEvents(0)));
    run();

    assertThat(outlet.read).containsExactly("joined recovered=true missed=0");
  }

  @Test
  void what_was_missed_comes_before_what_happens_while_it_is_looked_up() {
    CompletableFuture<Optional<MissedEvents>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    event("live");
    run();
    assertThat(outlet.read).isEmpty();
    lookUp.complete(Optional.of(missedEvents(1)));
    run();

    assertThat(outlet.read).hasSize(3);
    assertThat(outlet.read.get(0)).isEqualTo("joined recovered=true missed=1");
    assertThat(outlet.read.get(1)).contains("\"old\"");
    assertThat(outlet.read.get(2)).contains("\"live\"");
  }

  @Test
  void live_events_of_others_come_before_what_many_sockets_missed() {
    RecordingOutlet other = new RecordingOutlet();
    join(open(other), "b", null);
    run();
    List<Integer> readByOther = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Connection resuming = open(new RecordingOutlet());
      resuming.join(
          "u",
          "a",
          rooms.subscribe("a"),
          missed(1),
          joined -> {
            readByOther.add(other.read.size());
            shard.deliverEphemeral("b", typing("ann is typing"), Set.of());
            return frame(text(joined));
          });
    }
    run();

    assertThat(readByOther).containsExactly(1, 2, 3);
  }

  @Test
  void what_can_not_be_recovered_is_said_and_live_events_follow() {
    CompletableFuture<Optional<MissedEvents>> lookUp = new CompletableFuture<>();
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
    CompletableFuture<Optional<MissedEvents>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    join(connection, null);
    event("live");
    run();
    lookUp.complete(Optional.of(missedEvents(0)));
    run();

    assertThat(outlet.read.subList(0, 2))
        .containsExactly("joined recovered=null missed=0", "joined recovered=true missed=0");
    assertThat(outlet.read.get(2)).contains("\"live\"");
    assertThat(outlet.read).hasSize(3);
  }

  @Test
  void who_leaves_during_catch_up_gets_nothing_of_it() {
    CompletableFuture<Optional<MissedEvents>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    event("live");
    connection.leave("a", frame("left"));
    run();
    lookUp.complete(Optional.of(missedEvents(1)));
    event("later");
    run();

    assertThat(outlet.read).containsExactly("joined recovered=false missed=0", "left");
  }

  @Test
  void who_left_during_catch_up_and_joins_again_is_not_given_the_old_catch_up() {
    CompletableFuture<Optional<MissedEvents>> old = new CompletableFuture<>();
    join(connection, new Resume(1, old));
    connection.leave("a", frame("left"));
    join(connection, null);
    run();
    old.complete(Optional.of(missedEvents(1)));
    event("live");
    run();

    assertThat(outlet.read).hasSize(4);
    assertThat(outlet.read.subList(0, 2))
        .containsExactly("joined recovered=false missed=0", "left");
    assertThat(outlet.read.get(3)).contains("\"live\"");
  }

  @Test
  void a_close_during_catch_up_ends_it_all() {
    CompletableFuture<Optional<MissedEvents>> lookUp = new CompletableFuture<>();
    join(connection, new Resume(1, lookUp));
    run();
    connection.gone();
    run();
    lookUp.complete(Optional.of(missedEvents(0)));
    run();

    assertThat(outlet.read).isEmpty();
    assertThat(rooms.isSubscribed("a")).isFalse();
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
}
