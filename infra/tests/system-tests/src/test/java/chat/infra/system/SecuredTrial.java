package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.infra.devstack.SecuredStack;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole system on servers that accept only TLS and known users, each service with the rights of
 * the operators' page and all settings in environment variables. It starts everything once more, so
 * it runs by name and not in every build.
 */
class SecuredTrial {

  private static final int PORT = 25_380;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void everything_works_with_least_rights_over_tls() throws Exception {
    Map<String, String> environment = new HashMap<>();
    Backend.configure(environment);
    try (HookedProgram program = new HookedProgram();
        SecuredStack stack = new SecuredStack(directory.resolve("data"), PORT, environment)) {
      URI gateway = URI.create("http://127.0.0.1:" + PORT);
      Rest anybody = new Rest(gateway, null);
      User user = User.register(anybody, "ann");
      Rest ann = user.rest(anybody);
      assertThat(ann.post("/api/rooms", Map.of("room", "dev", "visibility", "public")).status())
          .isEqualTo(201);
      SocketClient socket = SocketClient.connect(gateway, user, "dev");
      Rest.Answer sent = ann.post("/api/messages", Map.of("room", "dev", "content", "hello"));
      assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
      assertThat(socket.next("message").path("content").stringValue()).isEqualTo("hello");
      long seq = sent.body().path("seq").longValue();
      webhook(Backend.rest(gateway), program, seq);
      assertThat(ann.put("/api/rooms/dev/read", Map.of("seq", seq)).status()).isEqualTo(204);
      assertThat(ann.get("/api/messages?room=dev").body().path("messages")).hasSize(1);

      await().atMost(PATIENCE).until(() -> ann.get("/api/rooms").body().path("rooms").size() == 1);
      await()
          .atMost(PATIENCE)
          .until(() -> ann.get("/api/users/online?room=dev").body().path("count").asInt(0) == 1);
      Rest.Answer file = ann.upload("dev", "content of a file");
      assertThat(file.status()).as(file.raw().body()).isEqualTo(201);
      String url = file.body().path("url").stringValue();
      Rest.Answer link = ann.get(url);
      assertThat(link.status()).isEqualTo(302);
      String location = link.raw().headers().firstValue("Location").orElseThrow();
      assertThat(anybody.get(location).raw().body()).isEqualTo("content of a file");
      assertThat(ann.delete("/api/messages/dev/" + seq).status()).isEqualTo(204);
      Rest.Answer erased =
          ann.ask("DELETE", "/api/users/profile", "{\"password\":\"" + User.PASSWORD + "\"}");
      assertThat(erased.status()).as(erased.raw().body()).isEqualTo(202);

      assertThat(stack.refusals()).isEmpty();
      analysts(stack.kafkaOfAnalyst(), seq);
    }
  }

  /** From the definition over a rewind to the deletion of its consumer groups. */
  private static void webhook(Rest crm, HookedProgram program, long seq) {
    String hook = "/api/server/webhooks/trial";
    Map<String, ?> body =
        Map.of(
            "url",
            program.address().toString(),
            "secret",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "types",
            List.of("message"),
            "from",
            "start");
    assertThat(crm.put(hook, body).status()).isEqualTo(201);
    await().atMost(PATIENCE).until(() -> program.seqs().contains(seq));
    await().atMost(PATIENCE).until(() -> crm.get(hook).body().path("lag").asLong(-1) == 0);
    assertThat(crm.post(hook + "/rewind", Map.of("from", "start")).status()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> Collections.frequency(program.seqs(), seq) >= 2);
    assertThat(crm.delete(hook).status()).isEqualTo(204);
  }

  /** Analysts read the redacted twin in groups of their own, and no other topic. */
  private static void analysts(Map<String, Object> kafka, long seq) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.putAll(
        Map.of(
            "group.id",
            "analyst-trial",
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed"));
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<String> values = new ArrayList<>();
      consumer.subscribe(List.of("chat.events.redacted"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.stream().anyMatch(value -> value.startsWith("{\"seq\":" + seq + ","));
              });
      assertThat(values).noneMatch(value -> value.contains("hello") || value.contains("ann"));
      consumer.commitSync();
      for (String refused : List.of("chat.events", "chat.messages", "chat.dead-letters")) {
        assertThatThrownBy(() -> consumer.partitionsFor(refused))
            .isInstanceOf(TopicAuthorizationException.class);
      }
    }
  }
}
