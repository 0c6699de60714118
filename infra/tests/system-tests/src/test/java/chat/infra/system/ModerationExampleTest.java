package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.Rest.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of a receiver of webhooks, run as its page says. */
@ExtendWith(RunningSystem.class)
@Timeout(600)
class ModerationExampleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String LISTENING = "listening on port ";

  private final ChatSystem system;
  private final Rest crm;
  private final Rest two;
  private final User user;
  private final Rest ann;
  private final String room = "moderated-" + UUID.randomUUID();
  private final String hook = "/api/server/webhooks/moderation-" + UUID.randomUUID();

  ModerationExampleTest(ChatSystem system) {
    this.system = system;
    this.crm = Backend.rest(system.gateway(1));
    this.two = Backend.rest(system.gateway(2));
    this.user = User.register(new Rest(system.gateway(1), null), "ann");
    this.ann = user.rest(crm);
  }

  @Test
  void messages_with_a_word_of_the_list_are_deleted_and_mute_also_earlier_ones_after_a_rewind()
      throws Exception {
    long old = send("Durian, for all!");
    long harmless = send("an apple");
    try (RunningExample example = new RunningExample(command())) {
      moderate(example, old, harmless);
    } finally {
      crm.delete(hook);
    }
    assertThat(two.get(hook).status()).isEqualTo(404);
  }

  /** Fails with the output of the example. */
  private void moderate(RunningExample example, long old, long harmless) throws Exception {
    try {
      moderate(portOf(example), old, harmless);
    } catch (AssertionError | ConditionTimeoutException e) {
      throw new AssertionError("the example said: " + example, e);
    }
  }

  private void moderate(int port, long old, long harmless) throws Exception {
    expect(201, crm.put(hook, body(port)));
    long edited = send("nothing");
    expect(200, ann.patch("/api/messages/" + room + "/" + edited, Map.of("content", "durian")));
    awaitDeleted(edited);
    awaitMuted(1);
    awaitDelivered(); // or the event may come again, and mute again
    expect(204, crm.put(mute(), Map.of("untilAt", 0)));
    long fresh = send("so: DURIAN.");
    awaitDeleted(fresh);
    awaitMuted(2);
    assertThat(isDeleted(old)).as("before the webhook").isFalse();

    expect(200, two.post(hook + "/rewind", Map.of("from", "start")));
    awaitDeleted(old);
    assertThat(isDeleted(harmless)).isFalse();
    assertThat(unsigned(port)).isEqualTo(401);
    awaitDelivered();
    Answer shown = expect(200, two.get(hook));
    assertThat(shown.body().path("state").stringValue()).isEqualTo("active");
    assertThat(shown.raw().body()).doesNotContain(SECRET);
  }

  @Test
  void a_webhook_is_paused_at_one_gateway_and_resumed_at_another() {
    expect(201, crm.put(hook, body(9)));
    assertThat(crm.put(hook, body(9)).status()).isEqualTo(200);
    assertThat(state(two.post(hook + "/pause", Map.of()))).isEqualTo("paused");
    assertThat(state(crm.get(hook))).isEqualTo("paused");
    assertThat(state(crm.post(hook + "/resume", Map.of()))).isEqualTo("active");
    assertThat(crm.post(hook + "/rewind", Map.of()).code()).isEqualTo("invalid_request");
    assertThat(crm.put(hook, Map.of("url", "ftp://example.com/")).code())
        .isEqualTo("invalid_request");
    expect(204, two.delete(hook));
    expect(204, two.delete(hook));
    assertThat(crm.post(hook + "/pause", Map.of()).status()).isEqualTo(404);
  }

  private static String state(Answer answer) {
    return expect(200, answer).body().path("state").stringValue();
  }

  private Map<String, ?> body(int port) {
    return Map.of(
        "url",
        "http://127.0.0.1:" + port + "/moderation",
        "secret",
        SECRET,
        "rooms",
        List.of(room),
        "types",
        List.of("message", "edited"));
  }

  private ProcessBuilder command() {
    Path example = ChatSystem.root().resolve("examples/moderation");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            example.resolve("Moderation.java").toString(),
            example.resolve("words.txt").toString(),
            "0");
    command
        .environment()
        .putAll(
            Map.of(
                "WEBHOOK_SECRET",
                SECRET,
                "CHAT_URL",
                system.gateway(2).toString(),
                "CHAT_SERVICE_KEY",
                Backend.KEY,
                "MUTE_MINUTES",
                "10"));
    return command;
  }

  private static int portOf(RunningExample example) {
    await().atMost(PATIENCE).until(() -> example.find(LISTENING).isPresent());
    return Integer.parseInt(example.find(LISTENING).orElseThrow().substring(LISTENING.length()));
  }

  private static int unsigned(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/moderation"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"message\"}"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private long send(String content) {
    return expect(201, say(content)).body().path("seq").longValue();
  }

  private Answer say(String content) {
    return ann.post("/api/messages", Map.of("room", room, "content", content));
  }

  private void awaitMuted(int times) {
    await().atMost(PATIENCE).until(() -> mutes() == times);
    await().atMost(PATIENCE).until(() -> "forbidden".equals(say("so").code()));
  }

  private void awaitDelivered() {
    await().atMost(PATIENCE).until(() -> two.get(hook).body().path("lag").asLong(-1) == 0);
  }

  private long mutes() {
    return expect(200, two.get("/api/server/rooms/" + room + "/events"))
        .body()
        .path("events")
        .valueStream()
        .filter(event -> event.path("untilAt").asLong(0) > 0)
        .count();
  }

  private String mute() {
    return "/api/server/rooms/" + room + "/mutes/" + user.id();
  }

  private void awaitDeleted(long seq) {
    await().atMost(PATIENCE).until(() -> isDeleted(seq));
  }

  private boolean isDeleted(long seq) {
    return expect(200, ann.get("/api/messages?room=" + room))
        .body()
        .path("messages")
        .valueStream()
        .anyMatch(message -> message.path("seq").longValue() == seq && message.has("deletedAt"));
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    return answer;
  }
}
