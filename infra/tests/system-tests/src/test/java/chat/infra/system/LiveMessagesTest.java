package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningSystem.class)
class LiveMessagesTest {

  private final ChatSystem system;
  private final Rest first;
  private final Rest second;
  private String room = "";

  LiveMessagesTest(ChatSystem system) {
    this.system = system;
    this.first = new Rest(system.gateway(1), null);
    this.second = new Rest(system.gateway(2), null);
  }

  @BeforeEach
  void a_room_of_its_own() {
    room = "live-" + UUID.randomUUID();
  }

  @Test
  void two_users_on_two_gateways_see_each_others_messages_in_one_order() {
    User alice = User.register(first, "alice");
    User bob = User.register(second, "bob");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room);
        SocketClient b = SocketClient.connect(system.gateway(2), bob, room)) {
      for (int i = 0; i < 50; i++) {
        a.send(message("a" + i));
        b.send(message("b" + i));
      }
      List<JsonNode> seenByAlice = a.take(100, "message");
      List<JsonNode> seenByBob = b.take(100, "message");

      assertThat(seenByAlice).isEqualTo(seenByBob);
      assertThat(of(seenByAlice, alice))
          .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "a" + i).toList());
      assertThat(of(seenByBob, bob))
          .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "b" + i).toList());
      JsonNode created = first(alice);
      assertThat(created.path("action").stringValue()).isEqualTo("created");
      assertThat(created.path("prev").longValue()).isZero();
      assertChained(created.path("seq").longValue(), seenByAlice);
    }
  }

  @Test
  void an_ack_carries_the_seq_that_all_members_see() {
    User alice = User.register(first, "alice");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice)) {
      try (SocketClient b = SocketClient.connect(system.gateway(2), alice, room)) {
        a.send(
            Map.of("type", "send", "ref", "7", "room", room, "id", "mine", "content", "hi 👋\n"));
        JsonNode ack = a.next("ack");
        JsonNode message = b.next("message");

        assertThat(ack.path("ref").stringValue()).isEqualTo("7");
        assertThat(ack.path("room").stringValue()).isEqualTo(room);
        assertThat(ack.path("id").stringValue()).isEqualTo("mine");
        assertThat(message.path("seq")).isEqualTo(ack.path("seq"));
        assertThat(message.path("at")).isEqualTo(ack.path("at"));
        assertThat(message.path("id").stringValue()).isEqualTo("mine");
        assertThat(message.path("content").stringValue()).isEqualTo("hi 👋\n");
        assertThat(message.at("/user/id").stringValue()).isEqualTo(alice.id());
        assertThat(message.at("/user/username").stringValue()).isEqualTo(alice.username());
      }
    }
  }

  @Test
  void every_socket_of_a_user_gets_each_message_once() {
    User alice = User.register(first, "alice");
    try (SocketClient one = SocketClient.connect(system.gateway(1), alice, room);
        SocketClient two = SocketClient.connect(system.gateway(1), alice, room);
        SocketClient three = SocketClient.connect(system.gateway(2), alice, room)) {
      one.send(message("hello"));
      one.take(1, "message");
      two.next("message");
      three.next("message");
      one.send(message("bye"));

      assertThat(two.next("message").path("content").stringValue()).isEqualTo("bye");
      assertThat(three.next("message").path("content").stringValue()).isEqualTo("bye");
    }
  }

  @Test
  void joining_twice_is_joining_once() {
    User alice = User.register(first, "alice");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      a.send(Map.of("type", "join", "ref", "again", "room", room));
      assertThat(a.next("joined").path("ref").stringValue()).isEqualTo("again");
      a.send(message("one"));
      a.send(message("two"));
      a.send(message("three"));

      assertThat(contents(a.take(3, "message"))).containsExactly("one", "two", "three");
    }
  }

  @Test
  void a_socket_that_left_gets_no_more_events() {
    User alice = User.register(first, "alice");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      a.send(Map.of("type", "leave", "ref", "l", "room", room));
      assertThat(a.next("left").path("room").stringValue()).isEqualTo(room);
      a.send(message("into the void"));
      a.next("ack");
      a.send(Map.of("type", "ping"));

      a.next("pong");
      assertThat(a.waiting()).isZero();
    }
  }

  @Test
  void a_socket_resumes_at_the_other_gateway_with_the_missed_events() {
    User alice = User.register(first, "alice");
    User bob = User.register(second, "bob");
    long seen;
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      a.send(message("0"));
      seen = a.take(1, "message").get(0).path("seq").longValue();
    }
    try (SocketClient b = SocketClient.connect(system.gateway(2), bob, room)) {
      for (int i = 1; i <= 20; i++) {
        b.send(message(String.valueOf(i)));
      }
      b.take(20, "ack");
    }
    try (SocketClient a = SocketClient.openAs(system.gateway(2), alice.token())) {
      a.next("connected");
      a.send(Map.of("type", "connect", "rooms", Map.of(room, Map.of("after", seen))));
      a.next("connected");
      JsonNode joined = a.next("joined");
      List<JsonNode> missed = a.take(20, "message");

      assertThat(joined.path("recovered").booleanValue()).isTrue();
      assertThat(joined.path("missed").intValue()).isEqualTo(20);
      assertThat(missed.get(19).path("seq")).isEqualTo(joined.path("seq"));
      assertThat(contents(missed))
          .isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList());
      assertChained(seen, missed);
    }
  }

  @Test
  void a_position_that_cannot_be_resumed_from_says_so() {
    User alice = User.register(first, "alice");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      a.send(message("0"));
      long last = a.take(1, "message").get(0).path("seq").longValue();
      a.send(Map.of("type", "leave", "room", room));
      a.take(1, "left");
      for (long after : new long[] {last + 1, last + (1L << 44), 1}) {
        a.send(Map.of("type", "join", "room", room, "after", after));
        JsonNode joined = a.take(1, "joined").get(0);
        assertThat(joined.path("recovered").isBoolean()).isTrue();
        assertThat(joined.path("recovered").booleanValue()).as("after %d", after).isFalse();
        a.send(Map.of("type", "leave", "room", room));
        a.next("left");
      }
      a.send(Map.of("type", "join", "room", room, "after", 0));
      assertThat(a.next("joined").path("recovered").booleanValue()).isTrue();
      assertThat(a.next("room").path("action").stringValue()).isEqualTo("created");
      assertThat(a.next("message").path("content").stringValue()).isEqualTo("0");
    }
  }

  private Map<String, Object> message(String content) {
    return Map.of("type", "send", "room", room, "content", content);
  }

  private static List<String> of(List<JsonNode> messages, User author) {
    return contents(
        messages.stream()
            .filter(message -> message.at("/user/id").stringValue().equals(author.id()))
            .toList());
  }

  private static List<String> contents(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("content").stringValue()).toList();
  }

  /** The first event of the room. */
  private JsonNode first(User reader) {
    return reader.rest(first).get("/api/rooms/" + room + "/events?limit=1").body().at("/events/0");
  }

  private static void assertChained(long after, List<JsonNode> events) {
    List<Long> expected = new ArrayList<>();
    long prev = after;
    for (JsonNode event : events) {
      expected.add(prev);
      prev = event.path("seq").longValue();
    }
    assertThat(events.stream().map(event -> event.path("prev").longValue()).toList())
        .isEqualTo(expected);
  }
}
