package chat.upload.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.picture.Pictures;
import com.datastax.oss.driver.api.core.CqlSession;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The readers of files, with a real bucket and real tables. */
class FileAccessTest {

  private final UploadService service = UploadService.shared();
  private final Caller ann = new Caller(service, "ann");
  private final Caller bob = new Caller(service, "bob");

  @Test
  void a_file_of_no_room_is_for_its_owner_and_one_of_a_room_for_its_readers() {
    JsonNode own = ann.uploaded("a.txt", "mine".getBytes(UTF_8));
    JsonNode shared = ann.uploaded("general", "b.txt", "ours".getBytes(UTF_8));
    assertThat(bob.get(own.get("url").asString()).statusCode()).isEqualTo(404);
    assertThat(bob.get(own.get("url").asString() + "?meta").statusCode()).isEqualTo(404);
    assertThat(Caller.fetch(bob.link(shared)).body()).asString(UTF_8).isEqualTo("ours");
    JsonNode meta = Caller.json(bob.get(shared.get("url").asString() + "?meta"));
    assertThat(meta).isEqualTo(shared);
    assertThat(bob.get("/api/files/AAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
  }

  @Test
  void the_gateway_decides_whether_a_user_may_read_a_file_of_a_room() {
    service.room("secret", "private", "ann", "bob");
    Caller eve = new Caller(service, "eve");
    JsonNode file = ann.uploaded("secret", "a.txt", "hello".getBytes(UTF_8));
    String url = file.get("url").asString();
    assertThat(bob.get(url).statusCode()).isEqualTo(302);
    for (String path : new String[] {url, url + "?meta", url + "?size=320"}) {
      HttpResponse<String> answer = eve.get(path);
      Caller.assertProblem(answer, 404, "not_found");
      assertThat(Caller.rooms(answer)).containsExactly("secret");
      assertThat(answer.headers().firstValue(FileHeaders.ASK_AGAIN)).isEmpty();
    }
    service.room("secret", "private", "ann");
    Caller.assertProblem(bob.get(url), 404, "not_found");
    assertThat(ann.get(url).statusCode()).isEqualTo(302);
  }

  @Test
  void a_gateway_that_names_another_room_than_the_files_is_refused() {
    JsonNode file = ann.uploaded("general", "a.txt", "hello".getBytes(UTF_8));
    Caller.assertProblem(
        Caller.send(
            bob.request(file.get("url").asString()).header(FileHeaders.READABLE_ROOM, "other")),
        404,
        "not_found");
  }

  @Test
  void a_file_that_is_in_no_room_yet_may_be_asked_for_again() {
    JsonNode file = ann.uploaded("a.txt", "hello".getBytes(UTF_8));
    HttpResponse<String> answer = bob.get(file.get("url").asString());
    Caller.assertProblem(answer, 404, "not_found");
    assertThat(Caller.rooms(answer)).isEmpty();
    assertThat(answer.headers().firstValue(FileHeaders.ASK_AGAIN)).hasValue("150");
  }

  @Test
  void a_file_in_many_rooms_is_looked_for_in_those_of_its_reader_first() {
    String file = ann.uploaded("a.txt", "hello".getBytes(UTF_8)).get("id").asString();
    FileUses uses = service.bean(FileUses.class);
    for (int i = 100; i < 200; i++) {
      uses.add(file, "many-" + i, "ann/m", i);
    }
    uses.end(new FileUses.Used(file, "ann/m"), "many-100");
    String url = "/api/files/" + file;
    assertThat(Caller.rooms(bob.get(url))).hasSize(32).startsWith("many-101", "many-102");
    service
        .bean(CqlSession.class)
        .execute("INSERT INTO rooms_of_user (user_id, room) VALUES ('bob', 'many-190')");
    assertThat(Caller.rooms(bob.get(url))).hasSize(32).startsWith("many-190", "many-101");
  }

  @Test
  void a_file_that_is_used_very_often_is_found_in_a_few_reads() {
    String file = ann.uploaded("a.txt", "hello".getBytes(UTF_8)).get("id").asString();
    FileUses uses = service.bean(FileUses.class);
    for (int i = 1000; i < 1600; i++) {
      uses.add(file, "a", "ann/m" + i, i);
      uses.end(new FileUses.Used(file, "ann/m" + i), "a");
      uses.add(file, "b", "ann/m" + i, i);
    }
    uses.add(file, "c", "ann/m", 1);
    assertThat(uses.roomsOf(file, 10)).containsExactly("b", "c");
    assertThat(uses.isUsed(file)).isTrue();
  }

  @Test
  void an_upload_for_a_room_that_its_owner_may_not_use_can_be_withdrawn() {
    JsonNode file = ann.uploaded("general", "a.txt", "hello".getBytes(UTF_8));
    String url = file.get("url").asString();
    Caller.assertProblem(withdraw(bob, url, "general"), 404, "not_found");
    Caller.assertProblem(withdraw(ann, url, "other"), 404, "not_found");
    assertThat(withdraw(ann, url, "general").statusCode()).isEqualTo(204);
    Caller.assertProblem(ann.get(url), 404, "not_found");
  }

  private static HttpResponse<String> withdraw(Caller caller, String url, String room) {
    return Caller.send(caller.request(url).header(FileHeaders.REFUSED_ROOM, room).DELETE());
  }

  @Test
  void the_avatar_of_a_user_is_for_all() {
    JsonNode file = ann.uploaded("me.png", Pictures.of("png", 8, 8));
    assertThat(bob.get(file.get("url").asString()).statusCode()).isEqualTo(404);
    CqlSession tables = service.bean(CqlSession.class);
    String id = file.get("id").asString();
    tables.execute("INSERT INTO users (id, avatar) VALUES ('bob', ?)", id);
    assertThat(new Caller(service, "eve").get(file.get("url").asString()).statusCode())
        .isEqualTo(404);
    tables.execute("INSERT INTO users (id, avatar) VALUES ('ann', ?)", id);
    assertThat(bob.get(file.get("url").asString()).statusCode()).isEqualTo(302);
  }

  @Test
  void others_do_not_learn_where_a_picture_was_taken_and_its_owner_gets_it_as_it_was()
      throws Exception {
    byte[] picture = Pictures.jpegWithLocation(640, 320);
    JsonNode file = ann.uploaded("general", "x.jpg", picture);
    assertThat(file.get("sha256").asString()).isEqualTo(Caller.sha256(picture));
    assertThat(Caller.fetch(ann.link(file)).body()).isEqualTo(picture);
    HttpResponse<byte[]> shown = Caller.fetch(bob.link(file));
    assertThat(new String(shown.body(), UTF_8)).doesNotContain(Pictures.PLACE);
    assertThat(shown.body()).hasSameSizeAs(picture);
    assertThat(shown.headers().firstValue("Content-Disposition").orElse("")).startsWith("inline");
    JsonNode meta = Caller.json(bob.get(file.get("url").asString() + "?meta"));
    assertThat(meta.get("sha256").asString()).isEqualTo(Caller.sha256(shown.body()));
  }
}
