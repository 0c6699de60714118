package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Files are uploaded at one gateway and downloaded at the other. */
@Isolated // ends a part of the system
@ExtendWith(RunningSystem.class)
class FilesTest {

  private static final Duration EVERYWHERE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TEXT = "a line of text\n".repeat(400_000); // goes to S3 in parts

  private final ChatSystem system;
  private final Rest here;
  private final Rest there;
  private final User ann;
  private final User bob;
  private final String room = "files-" + UUID.randomUUID();

  FilesTest(ChatSystem system) {
    this.system = system;
    this.here = new Rest(system.gateway(1), null);
    this.there = new Rest(system.gateway(2), null);
    this.ann = User.register(here, "ann");
    this.bob = User.register(here, "bob");
    ann.rest(here).post("/api/rooms", Map.of("room", room, "visibility", "private"));
  }

  @Test
  void a_file_of_a_private_room_is_for_its_members_at_every_gateway_until_they_are_put_out() {
    JsonNode file = upload(TEXT).body();
    assertThat(file.path("size").longValue()).isEqualTo(TEXT.length());
    assertThat(status(file, bob)).isEqualTo(404);
    assertThat(member("PUT").status()).isEqualTo(200);
    await().atMost(SOON).until(() -> status(file, bob) == 302);
    Rest.Answer fetched = there.call(HttpRequest.newBuilder(link(file, bob)).build());
    assertThat(fetched.status()).isEqualTo(200);
    assertThat(fetched.raw().body()).isEqualTo(TEXT);
    assertThat(fetched.raw().headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(fetched.raw().headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    InTime.once(EVERYWHERE, () -> isPutOut(file));
    assertThat(status(file, ann)).isEqualTo(302);
  }

  /** Returns the time until the removed member could not get the file any more. */
  private Duration isPutOut(JsonNode file) {
    assertThat(member("PUT").status()).isEqualTo(200);
    await().atMost(SOON).until(() -> status(file, bob) == 302);
    assertThat(member("DELETE").status()).isEqualTo(204);
    long putOut = System.nanoTime();
    await().atMost(SOON).until(() -> status(file, bob) == 404);
    return Duration.ofNanos(System.nanoTime() - putOut);
  }

  @Test
  void a_removed_member_gets_no_file_while_the_writer_is_down() {
    JsonNode file = upload("hello").body();
    system.run("kill", "message-writer");
    try {
      assertThat(member("PUT").status()).isEqualTo(200);
      await().atMost(SOON).until(() -> status(file, bob) == 302);
      InTime.once(EVERYWHERE, () -> isPutOut(file));
      assertThat(bob.rest(there).get(file.path("url").stringValue() + "?meta").status())
          .isEqualTo(404);
      assertThat(bob.rest(there).upload(room, "mine").status()).isEqualTo(404);
      assertThat(status(file, ann)).isEqualTo(302);
    } finally {
      system.run("start", "message-writer");
    }
  }

  @Test
  void a_part_of_a_file_is_sent_by_whichever_gateway_the_link_leads_to() {
    JsonNode file = upload(TEXT).body();
    HttpRequest part = HttpRequest.newBuilder(link(file, ann)).header("Range", "bytes=2-5").build();
    Rest.Answer answer = here.call(part);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.raw().body()).isEqualTo("line");
  }

  @Test
  void a_file_goes_with_the_message_that_carries_it() {
    JsonNode file = upload("hello").body();
    String id = file.path("id").stringValue();
    Rest.Answer sent =
        ann.rest(there)
            .post(
                "/api/messages",
                Map.of("room", room, "content", "see", "attachments", List.of(id)));
    assertThat(sent.body().at("/attachments/0/size").longValue()).isEqualTo(5);
    URI link = link(file, ann);
    String message = "/api/messages/" + room + "/" + sent.body().path("seq");
    assertThat(here.call(ann.rest(here).request(message).DELETE().build()).status()).isEqualTo(204);
    await().atMost(SOON).until(() -> status(file, ann) == 404);
    await()
        .atMost(Duration.ofSeconds(50))
        .until(() -> here.call(HttpRequest.newBuilder(link).build()).status() == 404);
  }

  @Test
  void a_refused_upload_is_a_problem_through_a_gateway_as_well() {
    Rest.Answer page = upload("<html><script>alert(1)</script></html>");
    assertThat(page.status()).isEqualTo(415);
    assertThat(page.body().path("code").stringValue()).isEqualTo("unsupported_type");
    Rest.Answer large = upload("x".repeat((25 << 20) + 1));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.body().path("code").stringValue()).isEqualTo("too_large");
    assertThat(here.get("/api/files/" + "A".repeat(22)).status()).isEqualTo(401);
    assertThat(ann.rest(here).get("/api/files/" + "A".repeat(22)).status()).isEqualTo(404);
  }

  private Rest.Answer upload(String content) {
    return ann.rest(here).upload(room, content);
  }

  private Rest.Answer member(String method) {
    String path = "/api/rooms/" + room + "/members/" + bob.id();
    return here.call(
        ann.rest(here)
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString("{}"))
            .build());
  }

  private int status(JsonNode file, User user) {
    return user.rest(there).get(file.path("url").stringValue()).status();
  }

  private URI link(JsonNode file, User user) {
    Rest.Answer answer = user.rest(there).get(file.path("url").stringValue());
    assertThat(answer.status()).isEqualTo(302);
    return URI.create(answer.raw().headers().firstValue("Location").orElseThrow());
  }
}
