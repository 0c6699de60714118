package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Odd ids, cursors and positions in each parameter that accepts one: the answer is a success or a
 * refusal of the request, never an error of the server.
 */
@ExtendWith(RunningSystem.class)
class OddIdsTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Longer than the longest key of the tables. */
  private static final String HUGE = "a".repeat(65_000);

  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "\t",
          "\u0000",
          "a\u0000b",
          "\u3164",
          "\uFFFF",
          "🫠",
          "'; DROP TABLE users; --",
          "../../etc/passwd",
          "..",
          "%",
          "%2e%2e",
          "a/b",
          "null",
          "undefined",
          "[object Object]",
          "{}",
          "0",
          "-1",
          "1e3",
          "9007199254740993",
          "99999999999999999999",
          "00000000-0000-0000-0000-000000000000",
          "a".repeat(200),
          "é".repeat(1_000),
          "*",
          "\uD83D\uDE00".repeat(200));

  private final ChatSystem system;
  private final Rest anybody;
  private final User user;
  private final Rest rest;
  private final String room = "odd-" + UUID.randomUUID().toString().substring(0, 8);

  OddIdsTest(ChatSystem system) {
    this.system = system;
    this.anybody = new Rest(system.gateway(1), null);
    this.user = User.register(anybody, "odd");
    this.rest = user.rest(anybody);
    assertThat(rest.post("/api/rooms", Map.of("room", room, "visibility", "public")).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /api/users/ODD
          GET    | /api/users?query=ODD
          GET    | /api/users?query=a&cursor=ODD
          GET    | /api/users?query=a&limit=ODD
          GET    | /api/users/online?room=ODD
          GET    | /api/users/online?cursor=ODD
          GET    | /api/users/online?limit=ODD
          GET    | /api/messages?room=ODD
          GET    | /api/messages?room=ROOM&before=ODD
          GET    | /api/messages?room=ROOM&after=ODD
          GET    | /api/messages?room=ROOM&around=ODD
          GET    | /api/messages?room=ROOM&limit=ODD
          GET    | /api/rooms/ODD
          GET    | /api/rooms/ODD/events
          GET    | /api/rooms/ROOM/events?after=ODD
          GET    | /api/rooms/ROOM/events?limit=ODD
          GET    | /api/rooms/ODD/members
          GET    | /api/rooms/ROOM/members?cursor=ODD
          GET    | /api/rooms/ROOM/members?limit=ODD
          GET    | /api/rooms/ODD/bans
          GET    | /api/rooms/ROOM/bans?cursor=ODD
          GET    | /api/rooms?public&query=ODD
          GET    | /api/rooms?public&query=a&cursor=ODD
          GET    | /api/rooms?public&cursor=ODD
          GET    | /api/rooms?cursor=ODD
          GET    | /api/rooms?limit=ODD
          GET    | /api/files/ODD
          GET    | /api/files/ODD?meta
          GET    | /api/files/ODD?size=320
          GET    | /files/originals/ODD?X-Amz-Expires=60
          GET    | /files/shown/ODD
          GET    | /files/ODD/ODD?x
          DELETE | /api/messages/ODD/1
          DELETE | /api/messages/ROOM/ODD
          DELETE | /api/messages/ROOM/ODD/reactions/x
          DELETE | /api/messages/ODD/1/reactions/x
          PUT    | /api/messages/ROOM/1/reactions/ODD
          DELETE | /api/messages/ROOM/1/reactions/ODD
          DELETE | /api/rooms/ODD
          DELETE | /api/rooms/ODD/members/me
          DELETE | /api/rooms/ROOM/members/ODD
          DELETE | /api/rooms/ROOM/members/ODD?ban=true
          DELETE | /api/rooms/ROOM/members/ODD?ban=ODD
          DELETE | /api/rooms/ROOM/bans/ODD
          """)
  void in_addresses(String method, String path) {
    for (String odd : ODD) {
      String address = path.replace("ROOM", room).replace("ODD", encoded(odd));
      assertNoFault(() -> rest.ask(method, address, null), method + " " + address);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | /api/auth/login                | {"email":ODD,"password":ODD}
          POST   | /api/auth/register             | {"email":ODD,"password":"correct horse","username":"x"}
          POST   | /api/auth/register             | {"email":"a@b.example","password":"correct horse","username":ODD}
          POST   | /api/auth/refresh              | {"refreshToken":ODD}
          POST   | /api/auth/logout               | {"refreshToken":ODD}
          POST   | /api/messages                  | {"room":ODD,"content":"x"}
          POST   | /api/messages                  | {"room":"ROOM","content":"x","id":ODD}
          POST   | /api/messages                  | {"room":"ROOM","content":"x","id":ODD,"retry":true}
          POST   | /api/messages                  | {"room":"ROOM","content":"x","attachments":[ODD]}
          POST   | /api/messages                  | {"room":"ROOM","content":"x","attachments":ODD}
          POST   | /api/messages                  | {"room":"ROOM","content":"x","attachments":[null]}
          POST   | /api/messages                  | {"room":"ROOM","content":"x","replyTo":ODD}
          PATCH  | /api/messages/ROOM/1           | {"content":ODD}
          POST   | /api/rooms                     | {"room":ODD,"visibility":"private"}
          POST   | /api/rooms                     | {"direct":ODD}
          POST   | /api/rooms                     | {"visibility":ODD}
          PATCH  | /api/rooms/ROOM                | {"visibility":ODD}
          PATCH  | /api/rooms/ROOM                | {"slowModeSeconds":ODD}
          PUT    | /api/rooms/ROOM/read           | {"seq":ODD}
          PUT    | /api/rooms/ROOM/members/unknown | {"role":ODD}
          PUT    | /api/rooms/ROOM/mutes/unknown   | {"untilAt":ODD}
          PATCH  | /api/users/profile             | {"avatar":ODD}
          PATCH  | /api/users/profile             | {"name":ODD}
          """)
  void in_bodies(String method, String path, String body) {
    for (String odd : Stream.concat(ODD.stream(), Stream.of(HUGE.substring(0, 60_000))).toList()) {
      String json = body.replace("ROOM", room).replace("ODD", JSON.writeValueAsString(odd));
      String address = path.replace("ROOM", room);
      assertNoFault(
          () -> rest.ask(method, address, json), method + " " + address + " " + cut(json));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"join\",\"ref\":\"r\",\"room\":ODD}",
        "{\"type\":\"join\",\"ref\":\"r\",\"room\":\"ROOM\",\"after\":ODD}",
        "{\"type\":\"leave\",\"ref\":\"r\",\"room\":ODD}",
        "{\"type\":\"send\",\"ref\":\"r\",\"room\":\"ROOM\",\"id\":ODD,\"content\":\"\"}",
        "{\"type\":\"send\",\"ref\":\"r\",\"room\":ODD,\"content\":\"x\"}",
        "{\"type\":\"send\",\"ref\":\"r\",\"room\":\"ROOM\",\"content\":\"x\",\"attachments\":[ODD]}",
        "{\"type\":\"send\",\"ref\":\"r\",\"room\":\"ROOM\",\"content\":\"x\",\"replyTo\":ODD}",
        "{\"type\":\"edit\",\"ref\":\"r\",\"room\":\"ROOM\",\"seq\":ODD,\"content\":\"x\"}",
        "{\"type\":\"delete\",\"ref\":\"r\",\"room\":ODD,\"seq\":1}",
        "{\"type\":\"react\",\"ref\":\"r\",\"room\":ODD,\"seq\":1,\"emoji\":\"x\"}",
        "{\"type\":\"read\",\"ref\":\"r\",\"room\":\"ROOM\",\"seq\":ODD}",
        "{\"type\":\"typing\",\"ref\":\"r\",\"room\":ODD,\"typing\":true}",
        "{\"type\":\"status\",\"ref\":\"r\",\"status\":ODD}",
        "{\"type\":\"connect\",\"ref\":\"r\",\"rooms\":{\"ROOM\":{\"after\":ODD}}}",
        "{\"type\":\"connect\",\"ref\":\"r\",\"rooms\":{ODD:{}}}",
        "{\"type\":\"connect\",\"ref\":\"r\",\"rooms\":ODD}",
        "{\"type\":ODD,\"ref\":\"r\"}",
        "{\"type\":\"ping\",\"ref\":ODD}"
      })
  void in_frames(String frame) {
    for (String odd : ODD) {
      try (SocketClient client = SocketClient.openAs(system.gateway(1), user.token())) {
        client.next("connected");
        String json = frame.replace("ROOM", room).replace("ODD", JSON.writeValueAsString(odd));
        client.sendText(json);
        client.send(Map.of("type", "ping", "ref", "last"));
        JsonNode answer = client.poll(SOON);
        while (answer != null && !"last".equals(answer.path("ref").stringValue(""))) {
          assertThat(answer.path("code").stringValue("")).as(json).isNotEqualTo("unavailable");
          answer = client.poll(SOON);
        }
        assertThat(answer).as(json).isNotNull();
      }
    }
  }

  @Test
  void a_key_beyond_the_bound_of_json_closes_the_socket() {
    try (SocketClient client = SocketClient.openAs(system.gateway(1), user.token())) {
      client.next("connected");
      client.sendText("{\"type\":\"connect\",\"rooms\":{\"" + "a".repeat(5_000) + "\":{}}}");

      assertThat(client.closeCode()).isEqualTo(4400);
    }
  }

  @Test
  void a_bad_room_in_connect_is_named_in_its_error_and_the_other_rooms_are_joined() {
    try (SocketClient client = SocketClient.open(system.gateway(1))) {
      client.sendText(
          "{\"type\":\"connect\",\"token\":\"%s\",\"rooms\":{\"odd-after\":{\"after\":\"x\"},\"odd-none\":null,\"%s\":{}}}"
              .formatted(user.token(), room));
      client.next("connected");

      for (String bad : List.of("odd-after", "odd-none")) {
        JsonNode error = client.next("error");
        assertThat(error.path("room").stringValue()).isEqualTo(bad);
        assertThat(error.path("code").stringValue()).isEqualTo("invalid_request");
      }
      assertThat(client.next("joined").path("room").stringValue()).isEqualTo(room);
      client.sendText("{\"type\":\"join\",\"ref\":\"r\",\"room\":\"" + room + "\",\"after\":-1}");
      assertThat(client.next("error").path("room").stringValue()).isEqualTo(room);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100%",
        ";)",
        ":/",
        "\\o/",
        "..",
        ".",
        "//",
        "a\\b",
        "👍",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F"
      })
  void any_emoji_can_stand_in_a_path(String emoji) {
    long seq =
        rest.post("/api/messages", Map.of("room", room, "content", "x"))
            .body()
            .path("seq")
            .longValue();
    String path = "/api/messages/" + room + "/" + seq + "/reactions/" + encoded(emoji);

    assertThat(rest.ask("PUT", path, null).status()).isEqualTo(204);
    assertThat(reactions(seq).propertyNames()).containsExactly(emoji);
    assertThat(rest.ask("DELETE", path, null).status()).isEqualTo(204);
    assertThat(reactions(seq).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u3164", "a\u202Eb", "\u200B", "\uDB40\uDC67"})
  void names_and_emoji_show_something_and_turn_no_text(String name) {
    long seq =
        rest.post("/api/messages", Map.of("room", room, "content", "x"))
            .body()
            .path("seq")
            .longValue();

    assertThat(rest.patch("/api/users/profile", Map.of("name", name)).status()).isEqualTo(400);
    assertThat(rest.patch("/api/rooms/" + room, Map.of("name", name)).status()).isEqualTo(400);
    assertThat(rest.post("/api/rooms", Map.of("name", name, "visibility", "private")).status())
        .isEqualTo(400);
    String path = "/api/messages/" + room + "/" + seq + "/reactions/" + encoded(name);
    assertThat(rest.ask("PUT", path, null).status()).isEqualTo(400);
  }

  private JsonNode reactions(long seq) {
    return rest.get("/api/messages?room=" + room + "&around=" + seq)
        .body()
        .path("messages")
        .valueStream()
        .filter(message -> message.path("seq").longValue() == seq)
        .findFirst()
        .orElseThrow()
        .path("reactions");
  }

  /** A busy machine may be unavailable for a moment; a fault that an id causes stays. */
  private static void assertNoFault(Supplier<Rest.Answer> call, String asked) {
    Rest.Answer answer = call.get();
    if (isUnavailable(answer)) {
      answer = await().atMost(SOON).until(call::get, again -> !isUnavailable(again));
    }
    assertThat(answer.status()).as(cut(asked)).isLessThan(500);
  }

  private static boolean isUnavailable(Rest.Answer answer) {
    return answer.code().equals("unavailable");
  }

  /** Also characters that an encoder of forms leaves, such as a dot. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace(".", "%2E");
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(200, text.length()));
  }
}
