package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Collector.Told;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** The spans of a message at a collector. */
@ExtendWith(RunningSystem.class)
class TracesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> OF_A_MESSAGE =
      Set.of(
          "gateway: POST /api/messages",
          "gateway: send chat.messages",
          "gateway: receive chat.messages",
          "message-writer: store chat.messages",
          "upload-service: receive chat.messages");
  private static final Set<String> OF_A_FILE =
      Set.of(
          "gateway: POST /api/files/*",
          "upload-service: POST /api/files/upload",
          "upload-service: send chat.files");

  private final ChatSystem system;
  private final Random random = new Random();
  private final String room = "traces-" + UUID.randomUUID();

  TracesTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void a_message_is_one_trace_from_the_request_into_the_tables_and_to_every_gateway() {
    String trace = id(2);
    String caller = id(1);
    send("00-" + trace + "-" + caller + "-01");
    List<Told> spans = spans(trace, OF_A_MESSAGE, 6);

    Told call = only(spans, "POST /api/messages");
    Told send = only(spans, "send chat.messages");
    assertThat(call.parent()).isEqualTo(caller);
    assertThat(send.parent()).isEqualTo(call.span());
    assertThat(spans)
        .filteredOn(span -> !Set.of(call, send).contains(span))
        .hasSize(4)
        .allMatch(span -> span.parent().equals(send.span()))
        .extracting(Told::instance)
        .as("two gateways, a writer and an upload service")
        .doesNotHaveDuplicates();
  }

  @Test
  void an_upload_is_one_trace_through_the_gateway_to_where_the_file_is_announced() {
    String trace = id(2);
    String caller = id(1);
    Rest anybody = new Rest(system.gateway(1), null);
    Rest ann = User.register(anybody, "ann").rest(anybody);
    assertThat(ann.upload("general", "follow me", "00-" + trace + "-" + caller + "-01").status())
        .isEqualTo(201);
    List<Told> spans = spans(trace, OF_A_FILE, OF_A_FILE.size());

    Told passage = only(spans, "POST /api/files/*");
    Told upload = only(spans, "POST /api/files/upload");
    assertThat(passage.parent()).isEqualTo(caller);
    assertThat(upload.parent()).isEqualTo(passage.span());
    assertThat(only(spans, "send chat.files").parent()).isEqualTo(upload.span());
  }

  private void send(String traceparent) {
    Rest anybody = new Rest(system.gateway(1), null);
    Rest ann = User.register(anybody, "ann").rest(anybody);
    // The first one makes the room as well, which is an event of its own.
    assertThat(ann.post("/api/messages", Map.of("room", room, "content", "first")).status())
        .isEqualTo(201);
    String message =
        JsonMapper.shared()
            .createObjectNode()
            .put("room", room)
            .put("content", "follow me")
            .toString();
    Rest.Answer sent =
        ann.call(
            ann.request("/api/messages")
                .header("Content-Type", "application/json")
                .header("traceparent", traceparent)
                .POST(BodyPublishers.ofString(message))
                .build());
    assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
  }

  /** The spans of a trace, when all processes have reported theirs. */
  private List<Told> spans(String trace, Set<String> expected, int count) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<Told> spans = system.collector().of(trace);
      Set<String> names = new HashSet<>();
      spans.forEach(span -> names.add(span.service() + ": " + span.name()));
      if (names.equals(expected) && spans.size() == count) {
        return spans;
      }
      assertThat(System.nanoTime()).as("spans %s", spans).isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static Told only(List<Told> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  private String id(int longs) {
    StringBuilder hex = new StringBuilder();
    random.longs(longs).forEach(part -> hex.append("%016x".formatted(part)));
    return hex.toString();
  }
}
