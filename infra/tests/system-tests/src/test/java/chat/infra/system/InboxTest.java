package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A user's rooms on one socket, without joining them: at two gateways, by both protocols. */
@ExtendWith(RunningSystem.class)
class InboxTest {

  private static final Duration A_WHILE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Person ann;
  private final Person bob;
  private final Person eve;
  private final List<URI> gateways;
  private final String room = "inbox-" + UUID.randomUUID();

  InboxTest(ChatSystem system) {
    ann = Person.register(system, "ann");
    bob = Person.register(system, "bob");
    eve = Person.register(system, "eve");
    gateways = List.of(system.gateway(1), system.gateway(2));
  }

  @Test
  void a_socket_is_told_what_is_new_in_rooms_that_it_has_not_joined() {
    ann.makes(room, "private", bob);
    ann.says(room, "first");
    try (SocketClient socket = connect(bob, Map.of("limit", 10))) {
      JsonNode listed = listed(socket.next("inbox"));
      assertThat(listed.path("kind").stringValue()).isEqualTo("private");
      assertThat(listed.path("unread").intValue()).isEqualTo(1);
      assertThat(listed.at("/last/content").stringValue()).isEqualTo("first");

      long second = ann.says(room, "hello @" + bob.user().username());
      JsonNode told = activity(socket, frame -> frame.path("lastSeq").longValue() == second);
      assertThat(told.path("unread").intValue()).isEqualTo(2);
      assertThat(told.path("mentions").intValue()).isEqualTo(1);
      assertThat(told.at("/last/seq").longValue()).isEqualTo(second);

      assertThat(
              ann.one()
                  .patch("/api/messages/" + room + "/" + second, Map.of("content", "edited"))
                  .status())
          .isEqualTo(200);
      JsonNode edited =
          activity(socket, frame -> frame.at("/last/content").stringValue("").equals("edited"));
      assertThat(edited.path("mentions").intValue()).isZero();

      bob.one().put("/api/rooms/" + room + "/read", Map.of("seq", second));
      JsonNode read = activity(socket, frame -> frame.path("readSeq").longValue() == second);
      assertThat(read.path("unread").intValue()).isZero();

      ann.one().delete("/api/messages/" + room + "/" + second);
      JsonNode deleted = activity(socket, frame -> frame.at("/last/deletedAt").isNumber());
      assertThat(deleted.path("unread").intValue()).isZero();
    }
  }

  @Test
  void a_member_is_told_of_coming_and_going_and_a_stranger_of_nothing() {
    String direct = "direct";
    try (SocketClient socket = connect(bob, Map.of());
        SocketClient stranger = connect(eve, Map.of())) {
      assertThat(socket.next("inbox").path("rooms")).isEmpty();
      stranger.next("inbox");

      ann.makes(room, "private", bob);
      JsonNode added = socket.next("added");
      assertThat(added.path("room").stringValue()).isEqualTo(room);
      assertThat(added.at("/by/id").stringValue()).isEqualTo(ann.id());
      ann.says(room, "for members");
      assertThat(socket.next("activity").path("unread").intValue()).isEqualTo(1);

      JsonNode made = ann.one().post("/api/rooms", Map.of(direct, bob.id())).body();
      JsonNode pair = socket.next("added");
      assertThat(pair.path("room")).isEqualTo(made.path("room"));
      assertThat(pair.path("kind").stringValue()).isEqualTo(direct);
      assertThat(pair.at("/with/id").stringValue()).isEqualTo(ann.id());

      ann.one().delete("/api/rooms/" + room + "/members/" + bob.id());
      JsonNode removed = socket.next("removed");
      assertThat(removed.path("reason").stringValue()).isEqualTo("kicked");
      ann.says(room, "not for bob");
      assertThat(socket.poll(A_WHILE)).isNull();
      assertThat(stranger.waiting()).isZero();
    }
  }

  @Test
  void an_erased_author_is_in_no_inbox_any_more() {
    ann.makes(room, "private", bob, eve);
    ann.one().post("/api/rooms", Map.of("direct", eve.id()));
    String secret = "secret-" + UUID.randomUUID();
    eve.says(room, secret);
    String name = eve.user().username();
    assertThat(inbox(ann)).contains(secret, name);

    assertThat(eve.erase().status()).isEqualTo(202);
    for (Person reader : List.of(ann, bob)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(inbox(reader)).contains(room).doesNotContain(secret, name));
    }
  }

  /** The text of a new inbox. */
  private static String inbox(Person person) {
    try (SocketClient socket = connect(person, Map.of())) {
      return socket.next("inbox").toString();
    }
  }

  @Test
  void socket_io_clients_get_the_same() {
    ann.makes(room, "public", bob);
    PollingClient client =
        PollingClient.connect(
            gateways, Map.of("token", bob.user().token(), "inbox", Map.of("limit", 5)));
    client.connected();
    listed(client.next("inbox", any -> true));
    JsonNode answer = client.ask("inbox", Map.of("limit", 1));
    assertThat(answer.path("ok").booleanValue()).isTrue();
    listed(answer);
    assertThat(client.ask("inbox", Map.of("limit", 201)).path("code").stringValue())
        .isEqualTo("invalid_request");
    assertThat(client.ask("inbox", Map.of("cursor", "x")).path("code").stringValue())
        .isEqualTo("invalid_request");

    long said = ann.says(room, "hi");
    JsonNode told = client.next("activity", frame -> frame.path("lastSeq").longValue() == said);
    assertThat(told.path("unread").intValue()).isEqualTo(1);
    ann.one().delete("/api/rooms/" + room);
    assertThat(client.next("removed", any -> true).path("reason").stringValue())
        .isEqualTo("deleted");
  }

  private JsonNode listed(JsonNode inbox) {
    assertThat(inbox.path("next").isNull()).isTrue();
    JsonNode first = inbox.at("/rooms/0");
    assertThat(first.path("room").stringValue()).isEqualTo(room);
    return first;
  }

  /** A socket at the other gateway that asks for the inbox as it connects. */
  private static SocketClient connect(Person person, Map<String, ?> inbox) {
    SocketClient socket = SocketClient.open(person.two().gateway());
    socket.send(Map.of("type", "connect", "token", person.user().token(), "inbox", inbox));
    socket.next("connected");
    return socket;
  }

  /** The next activity of that kind; what was told before is older. */
  private static JsonNode activity(SocketClient socket, Predicate<JsonNode> wanted) {
    JsonNode frame = socket.take(1, "activity").get(0);
    while (!wanted.test(frame)) {
      frame = socket.take(1, "activity").get(0);
    }
    return frame;
  }
}
