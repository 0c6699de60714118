package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Presence as other users in the same room see it. */
@ExtendWith(RunningSystem.class)
class PresenceTest {

  private static final Duration SEEN = Duration.ofSeconds(60);
  private static final Duration LINGER = Duration.ofSeconds(3);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  private final ChatSystem system;
  private final Rest rest;
  private final String room = "presence-" + UUID.randomUUID();

  PresenceTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void a_watcher_of_a_room_sees_users_come_go_away_and_leave_but_no_reconnect() {
    User ann = User.register(rest, "ann");
    User bob = User.register(rest, "bob");
    try (SocketClient watcher = watchSelf(ann)) {
      SocketClient first = SocketClient.connect(system.gateway(2), bob, room);
      assertChange(watcher.next(), bob, "online");
      assertThat(online(ann)).containsExactlyInAnyOrder(ann.id(), bob.id());

      first.send(Map.of("type", "status", "status", "away"));
      assertChange(watcher.next(), bob, "away");
      first.send(Map.of("type", "status", "status", "online"));
      assertChange(watcher.next(), bob, "online");

      first.close();
      assertChange(watcher.next(), bob, "offline");
      assertThat(online(ann)).containsExactly(ann.id());
      InTime.once(LINGER, () -> reconnects(bob, watcher));
      InTime.once(LONGEST_GOODBYE, () -> saysGoodbye(bob, watcher));
      assertThat(watcher.waiting()).isZero();
    }
  }

  /** Reconnects; returns zero if that was not seen, else the time until the user was offline. */
  private Duration reconnects(User who, SocketClient watcher) {
    SocketClient first = SocketClient.connect(system.gateway(2), who, room);
    assertChange(watcher.next(), who, "online");
    long left = System.nanoTime();
    first.close();
    SocketClient second = SocketClient.connect(system.gateway(1), who, room);
    second.send(Map.of("type", "status", "status", "away"));
    JsonNode change = watcher.next();
    Duration took = Duration.ofNanos(System.nanoTime() - left);
    boolean isSeen = change.path("status").stringValue("").equals("offline");
    if (isSeen) {
      assertThat(took).as("too late to go on").isGreaterThanOrEqualTo(LINGER);
      watcher.awaitPresence(who, "away", SEEN);
    } else {
      assertChange(change, who, "away");
    }
    second.close();
    assertChange(watcher.next(), who, "offline");
    return isSeen ? took : Duration.ZERO;
  }

  /** Connects and disconnects; returns the time until that was seen. */
  private Duration saysGoodbye(User who, SocketClient watcher) {
    SocketClient session = SocketClient.connect(system.gateway(1), who, room);
    assertChange(watcher.next(), who, "online");
    long left = System.nanoTime();
    session.close();
    assertChange(watcher.next(), who, "offline");
    Duration took = Duration.ofNanos(System.nanoTime() - left);
    assertThat(took).isGreaterThanOrEqualTo(LINGER);
    return took;
  }

  @Test
  void presence_in_a_private_room_is_for_its_members_only() {
    User ann = User.register(rest, "ann");
    User eve = User.register(rest, "eve");
    Map<String, String> secret = Map.of("room", room, "visibility", "private");
    assertThat(ann.rest(rest).post("/api/rooms", secret).status()).isEqualTo(201);
    try (SocketClient member = watchSelf(ann);
        SocketClient outsider = SocketClient.openAs(system.gateway(2), eve.token())) {
      outsider.next("connected");
      outsider.send(Map.of("type", "join", "room", room, "presence", true));
      assertThat(outsider.next("error").path("code").stringValue()).isEqualTo("not_found");

      Rest other = eve.rest(rest).at(system.gateway(2));
      assertThat(other.get("/api/users/online?room=" + room).status()).isEqualTo(404);
      assertThat(ids(other.get("/api/users/online"))).doesNotContain(ann.id());
      assertThat(outsider.waiting()).isZero();
      assertThat(member.isClosed()).isFalse();
    }
  }

  @Test
  void presence_in_a_public_room_is_seen_by_all_page_by_page_until_the_room_turns_private() {
    User ann = User.register(rest, "ann");
    User bob = User.register(rest, "bob");
    User eve = User.register(rest, "eve");
    Rest owner = ann.rest(rest);
    assertThat(owner.post("/api/rooms", Map.of("room", room, "visibility", "public")).status())
        .isEqualTo(201);
    Rest stranger = eve.rest(rest).at(system.gateway(2));
    try (SocketClient one = watchSelf(ann);
        SocketClient two = SocketClient.connect(system.gateway(2), bob, room)) {
      assertChange(one.next(), bob, "online");
      await()
          .atMost(SEEN)
          .until(() -> allOnline(stranger).containsAll(List.of(ann.id(), bob.id())));

      owner.put("/api/rooms/" + room + "/members/" + bob.id(), Map.of());
      owner.patch("/api/rooms/" + room, Map.of("visibility", "private"));
      await().atMost(SEEN).until(() -> !allOnline(stranger).contains(ann.id()));
      assertThat(allOnline(stranger)).doesNotContain(bob.id());
      assertThat(allOnline(bob.rest(rest))).contains(ann.id(), bob.id());
      two.next("member");
    }
  }

  /** All online users as a reader sees them, one a page. */
  private static List<String> allOnline(Rest reader) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Rest.Answer answer = reader.get("/api/users/online?limit=1&cursor=" + cursor);
      assertThat(answer.status()).isEqualTo(200);
      ids.addAll(ids(answer));
      cursor = answer.body().path("next").stringValue(null);
    }
    return ids;
  }

  @Test
  void a_client_cannot_set_its_status_to_offline() {
    User ann = User.register(rest, "ann");
    try (SocketClient client = SocketClient.connect(system.gateway(1), ann)) {
      client.send(Map.of("type", "status", "ref", "r", "status", "offline"));
      assertThat(client.next("error").path("code").stringValue()).isEqualTo("invalid_request");
    }
  }

  private List<String> online(User reader) {
    Rest.Answer answer = reader.rest(rest).get("/api/users/online?room=" + room);
    assertThat(answer.status()).isEqualTo(200);
    List<String> ids = ids(answer);
    assertThat(answer.body().path("count").intValue()).isEqualTo(ids.size());
    return ids;
  }

  /** Watches the room until the user is seen there: in its first state, or by the next change. */
  private SocketClient watchSelf(User user) {
    SocketClient client = SocketClient.watch(system.gateway(1), user, room);
    JsonNode state = client.next("presence_state");
    assertThat(state.path("room").stringValue("")).isEqualTo(room);
    assertThat(state.path("count").intValue()).isEqualTo(state.path("users").size());
    if (!state.path("users").findValuesAsString("id").contains(user.id())) {
      assertChange(client.next(), user, "online");
    }
    return client;
  }

  private static List<String> ids(Rest.Answer answer) {
    return answer
        .body()
        .path("users")
        .valueStream()
        .map(user -> user.path("id").stringValue())
        .toList();
  }

  private void assertChange(JsonNode frame, User who, String status) {
    assertThat(frame.path("type").stringValue("")).as(frame.toString()).isEqualTo("presence");
    assertThat(frame.path("room").stringValue("")).isEqualTo(room);
    assertThat(frame.at("/user/id").stringValue("")).isEqualTo(who.id());
    assertThat(frame.path("status").stringValue("")).isEqualTo(status);
    assertThat(frame.path("at").isNumber()).isTrue();
  }
}
