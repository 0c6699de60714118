package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rooms of the tests end with seq 4 when a socket joins. */
class DeliveryFactsTest extends OneShard {

  @BeforeEach
  void later_than_zero() {
    pass(Duration.ofMillis(1));
  }

  @Test
  void an_event_is_delivered_to_those_that_joined_before_it() {
    RecordingOutlet other = new RecordingOutlet();
    join(connection, null);
    join(open(other), null);
    event(5);
    run();

    assertThat(facts(5).fates()).isEqualTo(Map.of(Fate.DELIVERED, 2));
    assertThat(facts(4).fates()).isEqualTo(Map.of(Fate.JOINED_LATER, 2));
    assertThat(facts(6).fates()).isEqualTo(Map.of(Fate.AWAITED, 2));
    assertThat(other.read).hasSize(2);
  }

  @Test
  void a_replayed_event_is_told_from_one_that_the_client_had() {
    join(connection, missed(1));
    run();

    assertThat(facts(1).fates()).isEqualTo(Map.of(Fate.CONFIRMED, 1));
    assertThat(facts(3).fates()).isEqualTo(Map.of(Fate.REPLAYED, 1));
    assertThat(one(3).after()).isEqualTo(1);
    assertThat(one(3).recovered()).isTrue();
  }

  @Test
  void events_that_could_not_be_replayed_are_lost() {
    join(connection, new Resume(1, CompletableFuture.completedFuture(Optional.empty())));
    run();

    assertThat(facts(3).fates()).isEqualTo(Map.of(Fate.LOST, 1));
  }

  @Test
  void events_wait_while_the_missed_ones_are_looked_up() {
    join(connection, new Resume(1, new CompletableFuture<>()));
    event(5);
    run();

    assertThat(facts(3).fates()).isEqualTo(Map.of(Fate.CATCHING_UP, 1));
    assertThat(facts(5).fates()).isEqualTo(Map.of(Fate.CATCHING_UP, 1));
    connection.gone();
    run();
    assertThat(facts(5).fates()).isEqualTo(Map.of(Fate.UNSENT, 1));
  }

  @Test
  void events_wait_in_the_queue_of_a_client_that_does_not_read_until_it_is_cut_off() {
    join(connection, null);
    run();
    outlet.stall();
    event(5);
    run();
    event(6);
    run();

    assertThat(facts(5).fates()).isEqualTo(Map.of(Fate.DELIVERED, 1));
    assertThat(facts(6).fates()).isEqualTo(Map.of(Fate.QUEUED, 1));
    for (int seq = 7; seq < 40; seq++) {
      event(seq);
    }
    pass(Duration.ofSeconds(10));

    SubscriptionFacts cutOff = one(6);
    assertThat(cutOff.of(5)).isEqualTo(Fate.DELIVERED);
    assertThat(cutOff.of(6)).isEqualTo(Fate.UNSENT);
    assertThat(cutOff.end()).isEqualTo(CloseReason.TOO_SLOW.text());
    assertThat(cutOff.connection().code()).isEqualTo(4460);
    assertThat(cutOff.connection().writingSince()).isEqualTo(2);
  }

  @Test
  void a_socket_that_left_got_the_events_up_to_then() {
    join(connection, null);
    event(5);
    connection.leave("a", Frame.answer("left", null, bytes("{}")));
    run();
    assertThat(facts(5).fates()).isEqualTo(Map.of(Fate.DELIVERED, 1));
    assertThat(one(5).end()).isEqualTo("left");
    join(open(new RecordingOutlet()), null);
    event(6);
    run();

    assertThat(facts(6).fates()).isEqualTo(Map.of(Fate.LEFT_BEFORE, 1, Fate.DELIVERED, 1));
  }

  @Test
  void the_reason_of_an_end_is_remembered() {
    UserConnections users = new UserConnections();
    users.put("u", new SignIn("family", 1), connection);
    join(connection, null);
    run();
    shard.deliver("a", frame("gone"), new Removal("u"::equals, frame("left")));
    run();
    assertThat(one(5).end()).isEqualTo("removed");

    connection.close(CloseReason.UNAUTHENTICATED);
    run();
    ConnectionFacts ended = facts(5).connections().get(0);
    assertThat(ended.end()).isEqualTo("unauthenticated");
    assertThat(ended.code()).isEqualTo(4401);
  }

  @Test
  void the_oldest_ends_are_forgotten_at_the_bound() {
    EndedSockets ended = new EndedSockets(1000, 5, meter);
    for (int at = 10; at < 20; at++) {
      ended.add(new ConnectionFacts("s" + at, "u", 1, 0, 0, 0, at, "gone", 0));
    }

    assertThat(ended.connections().map(ConnectionFacts::endedAt)).containsExactly(17L, 18L, 19L);
    assertThat(ended.since()).isEqualTo(16);
  }

  @Test
  void the_largest_rooms_come_first() {
    join(connection, "b", null);
    join(connection, "a", null);
    join(open(new RecordingOutlet()), "b", null);
    event(5);
    run();

    List<RoomLoad> largest = ask((rooms, open) -> rooms.loads(5));
    assertThat(largest).containsExactly(new RoomLoad("b", 2, 0), new RoomLoad("a", 1, 1));
    assertThat(RoomLoad.largest(List.of(List.of(new RoomLoad("a", 1, 3)), loads()), 1))
        .containsExactly(new RoomLoad("a", 4, 3));
  }

  private static List<RoomLoad> loads() {
    return List.of(new RoomLoad("a", 3, 2), new RoomLoad("b", 2, 9));
  }

  private void event(long seq) {
    byte[] json = bytes("{\"seq\":" + seq + ",\"padding\":\"" + "x".repeat(60) + "\"}");
    shard.deliver("a", Frame.event("a", seq, "message", json, null));
    now = now.plusMillis(1);
  }

  private SubscriptionFacts one(long seq) {
    return facts(seq).subscriptions().get(0);
  }

  private DeliveryFacts facts(long seq) {
    return ask((rooms, open) -> rooms.deliveries("a", seq, "u", open));
  }

  private <T> T ask(BiFunction<ShardRooms, Connections, T> question) {
    CompletableFuture<T> answer = shard.ask(question);
    run();
    return answer.join();
  }
}
