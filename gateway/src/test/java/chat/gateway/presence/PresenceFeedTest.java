package chat.gateway.presence;

import static chat.gateway.presence.RosterTest.presence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import chat.contract.log.Topic;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.Status;
import chat.gateway.room.PublicRooms;
import chat.gateway.session.TestHub;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The bound of the users who are online, and what happens when they are more. */
class PresenceFeedTest {

  private static final int FIT = 100;
  private static final PresenceSettings SETTINGS =
      PresenceSettings.DEFAULT.withRosterBytes(FIT * 1_000L);

  private Instant now = Instant.ofEpochSecond(1_000);
  private final Set<String> followed = new HashSet<>();
  private final Hub hub =
      new Hub(
          1,
          new FanOutSettings(0, Duration.ofHours(1)),
          new ClientMemory(128 << 20),
          () -> Instant.EPOCH,
          new SimpleMeterRegistry());
  private final Watches watches = new Watches(hub, SETTINGS);
  private final PresenceHealth health = new PresenceHealth(Duration.ofHours(1));
  private final PresenceFeed feed =
      new PresenceFeed(
          watches,
          health,
          new PublicRooms(
              room -> {
                followed.add(room);
                return CompletableFuture.completedFuture(true);
              }),
          () -> now,
          SETTINGS);
  private final TestHub.Recording socket = new TestHub.Recording();
  private final Connection connection = hub.open(socket);

  @Test
  void more_users_than_fit_are_forgotten_and_presence_is_unknown_until_they_fit() {
    read(FIT / 2);
    TestHub.join(connection, "me", "room-1");
    watches.add(connection, "room-1");
    feed.polled(true);
    hub.step(0);
    assertThat(socket.take()).last().asString().contains("presence_state", "id-user-1\"");
    assertThat(health.isGood()).isTrue();
    assertThat(feed.fill()).isBetween(0.3, 0.7);

    come(FIT / 2, 2 * FIT);

    assertThat(health.isGood()).isFalse();
    assertThat(feed.users()).isZero();
    assertThat(feed.get().bytes()).isZero();
    assertThat(feed.fill()).isEqualTo(1);
    feed.polled(true);
    feed.begin(1, Set.of());
    come(2, FIT / 2);
    assertThat(feed.bytes()).as("a reader that begins again for another reason").isZero();
    now = now.plus(SETTINGS.rosterRetry());
    assertThatIllegalStateException().isThrownBy(() -> feed.polled(true));

    feed.begin(1, Set.of());
    come(2, FIT / 2);
    assertThat(feed.fill()).as("not known yet").isEqualTo(1);
    feed.polled(true);
    assertThat(health.isGood()).isTrue();
    assertThat(feed.fill()).isBetween(0.3, 0.7);
    assertThat(feed.users()).isEqualTo(FIT / 2 - 2);
    hub.step(0);
    assertThat(socket.take())
        .as("the room is empty now")
        .singleElement()
        .asString()
        .contains("presence_state", "\"count\":0");
  }

  @Test
  void users_who_never_fit_are_never_known() {
    feed.begin(1, Set.of());
    health.asked(true);
    come(0, 2 * FIT);
    feed.polled(true);

    assertThat(health.isGood()).isFalse();
    assertThat(feed.users()).isZero();
    assertThat(followed).hasSizeLessThanOrEqualTo(2 * FIT);
  }

  @Test
  void an_empty_list_is_not_the_answer_when_too_many_users_come_at_once() {
    read(0);
    assertThat(health.isGood()).isTrue();
    feed.begin(1, Set.of());
    come(0, 2 * FIT);

    assertThat(health.isGood()).isFalse();
  }

  @Test
  void a_roster_that_is_read_again_replaces_the_former_early_if_both_do_not_fit() {
    read(FIT * 2 / 3);
    feed.begin(1, Set.of());
    come(0, FIT / 4);
    assertThat(feed.users()).as("still shown").isEqualTo(FIT * 2 / 3);
    assertThat(health.isGood()).isTrue();
    come(FIT / 4, FIT * 2 / 3);
    assertThat(health.isGood()).isFalse();
    assertThat(feed.users()).isZero();
    feed.polled(true);

    assertThat(health.isGood()).isTrue();
    assertThat(feed.users()).isEqualTo(FIT * 2 / 3);
  }

  @Test
  void the_estimate_is_zero_when_all_have_gone() {
    read(FIT / 2);
    long full = feed.get().bytes();
    for (int i = 0; i < FIT / 2; i++) {
      accept(i, Status.AWAY);
    }
    assertThat(feed.get().bytes()).isEqualTo(full);
    for (int i = 0; i < FIT / 2; i++) {
      accept(i, Status.OFFLINE);
    }

    assertThat(feed.get().bytes()).isZero();
  }

  private void read(int users) {
    feed.begin(1, Set.of());
    health.asked(true);
    come(0, users);
    feed.polled(true);
  }

  private void come(int from, int to) {
    for (int i = from; i < to; i++) {
      accept(i, Status.ONLINE);
    }
  }

  private void accept(int user, Status status) {
    byte[] value = PresenceCodec.encode(presence("user-" + user, status, "room-" + user));
    feed.handle(new ConsumerRecord<>(Topic.PRESENCE, 0, 0, new byte[0], value));
  }
}
