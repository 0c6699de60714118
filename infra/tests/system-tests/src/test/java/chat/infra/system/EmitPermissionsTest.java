package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.Rest.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The permissions for data and events of applications, for users and services, at the gateway at
 * which the room was not made.
 */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmitPermissionsTest {

  private static final List<String> DOERS =
      List.of("owner", "member", "outsider", "banned", "muted", "service");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long FAR = 9_000_000_000_000L;
  private static final String SECRET = "only-for-readers";
  private static final String DATA = "{\"word\":\"" + SECRET + "\"}";

  private final Map<String, Rest> doers = new LinkedHashMap<>();
  private final Map<String, Long> messages = new HashMap<>();
  private final String suffix = UUID.randomUUID().toString();

  EmitPermissionsTest(ChatSystem system) {
    Person owner = Person.register(system, "owner");
    Person member = Person.register(system, "member");
    Person outsider = Person.register(system, "outsider");
    Person banned = Person.register(system, "banned");
    Person muted = Person.register(system, "muted");
    for (String visibility : List.of("public", "private")) {
      String room = room(visibility);
      owner.makes(room, visibility, member, banned, muted);
      String path = "/api/rooms/" + room;
      expect(204, owner.one().put(path + "/mutes/" + muted.id(), Map.of("untilAt", FAR)));
      expect(204, owner.one().delete(path + "/members/" + banned.id() + "?ban=true"));
      Answer sent =
          owner.one().post("/api/messages", "{\"room\":\"%s\",\"data\":%s}".formatted(room, DATA));
      messages.put(visibility, expect(201, sent).body().path("seq").longValue());
      await()
          .atMost(PATIENCE)
          .until(() -> banned.two().get("/api/messages?room=" + room).status() != 200);
    }
    doers.put("owner", owner.two());
    doers.put("member", member.two());
    doers.put("outsider", outsider.two());
    doers.put("banned", banned.two());
    doers.put("muted", muted.two());
    doers.put("service", Backend.small(system.gateway(2)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # room  | action     | owner | member | outsider | banned | muted | service
          public  | emit       | 202   | 202    | 202      | 403    | 403   | 401
          public  | keep       | 201   | 201    | 201      | 403    | 403   | 401
          public  | send       | 201   | 201    | 201      | 403    | 403   | 401
          public  | edit       | 200   | 403    | 403      | 403    | 403   | 401
          public  | read       | 200   | 200    | 200      | 403    | 200   | 401
          public  | chain      | 200   | 200    | 200      | 403    | 200   | 401
          public  | as service | 401   | 401    | 401      | 401    | 401   | 201
          public  | import     | 401   | 401    | 401      | 401    | 401   | 403
          private | emit       | 202   | 202    | 404      | 404    | 403   | 401
          private | keep       | 201   | 201    | 404      | 404    | 403   | 401
          private | send       | 201   | 201    | 404      | 404    | 403   | 401
          private | edit       | 200   | 403    | 404      | 404    | 403   | 401
          private | read       | 200   | 200    | 404      | 404    | 200   | 401
          private | chain      | 200   | 200    | 404      | 404    | 200   | 401
          private | as service | 401   | 401    | 401      | 401    | 401   | 201
          private | import     | 401   | 401    | 401      | 401    | 401   | 403
          """)
  void who_may(
      String visibility,
      String action,
      int owner,
      int member,
      int outsider,
      int banned,
      int muted,
      int service) {
    Map<String, Integer> found = new LinkedHashMap<>();
    for (String doer : DOERS) {
      Answer answer =
          act(
              action,
              room(visibility),
              Objects.requireNonNull(messages.get(visibility)),
              Objects.requireNonNull(doers.get(doer)));
      found.put(doer, answer.status());
      if (answer.status() >= 400) {
        assertThat(answer.raw().body()).as(doer).doesNotContain(SECRET);
      }
    }
    List<Integer> wanted = Arrays.asList(owner, member, outsider, banned, muted, service);
    assertThat(found.values()).as(found.toString()).containsExactlyElementsOf(wanted);
  }

  private static Answer act(String action, String room, long seq, Rest doer) {
    String emit = "{\"name\":\"vote\",\"data\":%s,\"keep\":%s}";
    return switch (action) {
      case "emit" -> doer.post("/api/rooms/" + room + "/emit", emit.formatted(DATA, false));
      case "keep" -> doer.post("/api/rooms/" + room + "/emit", emit.formatted(DATA, true));
      case "send" -> doer.post("/api/messages", message(room));
      case "edit" -> doer.patch("/api/messages/" + room + "/" + seq, Map.of("data", Map.of()));
      case "read" -> doer.get("/api/messages?room=" + room);
      case "chain" -> doer.get("/api/rooms/" + room + "/events");
      case "as service" -> doer.post("/api/server/messages", message(room));
      case "import" -> doer.post("/api/server/import", "{}");
      default -> throw new IllegalArgumentException(action);
    };
  }

  private static String message(String room) {
    return "{\"room\":\"%s\",\"data\":%s}".formatted(room, DATA);
  }

  private String room(String visibility) {
    return visibility + "-" + suffix;
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    return answer;
  }
}
