package chat.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway decides by a file's rooms who gets the file. */
class FileReadersTest {

  private static final StubUploadService PLAYED = new StubUploadService();
  private static final String GET = "GET /api/files/x HTTP/1.1\r\nHost: localhost\r\n";
  private static final String FOUND =
      "HTTP/1.1 302 Found\r\nLocation: /files/x\r\nContent-Length: 0\r\n\r\n";
  private static final String CREATED =
      "HTTP/1.1 201 Created\r\nLocation: /api/files/x\r\nContent-Length: 2\r\n";

  private final Socket client = PLAYED.connect();

  @AfterAll
  static void close() throws IOException {
    PLAYED.close();
  }

  @AfterEach
  void hangUp() throws IOException {
    client.close();
  }

  @Test
  void a_reader_of_one_room_of_a_file_gets_it() throws Exception {
    write(GET + "\r\n");
    assertThat(PLAYED.answerNext(asks("secret,unknown,open", "")))
        .contains("Chat-Gateway: " + StubUploadService.TOKEN)
        .doesNotContain("Chat-Readable-Room");
    assertThat(PLAYED.answerNext(FOUND)).contains("Chat-Readable-Room: open\r\n");
    assertThat(StubUploadService.readAnswer(client))
        .startsWith("HTTP/1.1 302")
        .contains("Location: /files/x")
        .doesNotContain("Chat-");
  }

  @ParameterizedTest
  @CsvSource({"secret, 404", "banned, 404", "secret|unknown, 503"})
  void a_reader_of_none_of_its_rooms_does_not_get_it(String rooms, int status) throws Exception {
    write(GET + "\r\n");
    PLAYED.answerNext(asks(rooms.replace('|', ','), ""));
    assertThat(StubUploadService.readAnswer(client))
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json")
        .doesNotContain("Chat-", "secret");
  }

  @Test
  void a_file_that_was_just_attached_is_requested_again() throws Exception {
    write(GET + "\r\n");
    PLAYED.answerNext(asks("", "Chat-Ask-Again: 1\r\n"));
    PLAYED.answerNext(asks("open", "Chat-Ask-Again: 1\r\n"));
    assertThat(PLAYED.answerNext(FOUND)).contains("Chat-Readable-Room: open\r\n");
    assertThat(StubUploadService.readAnswer(client)).startsWith("HTTP/1.1 302");
  }

  @Test
  void requests_for_an_unattached_file_are_bounded() throws Exception {
    write(GET + "\r\n");
    for (int i = 0; i < 4; i++) {
      PLAYED.answerNext(asks("secret", "Chat-Ask-Again: 1\r\n"));
    }
    assertThat(StubUploadService.readAnswer(client)).startsWith("HTTP/1.1 404");
  }

  @Test
  void a_client_cannot_set_the_header_of_readable_rooms() throws Exception {
    write(GET + "Chat-Readable-Room: secret\r\nchat-gateway: mine\r\n\r\n");
    assertThat(PLAYED.answerNext(FOUND)).doesNotContain("secret", "mine");
    assertThat(StubUploadService.readAnswer(client)).startsWith("HTTP/1.1 302");
  }

  @Test
  void an_upload_to_a_room_that_the_client_may_use_is_accepted() throws Exception {
    write("POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    PLAYED.answerNext(CREATED + "Chat-Rooms: open\r\n\r\n{}");
    assertThat(StubUploadService.readAnswer(client))
        .startsWith("HTTP/1.1 201")
        .contains("Location: /api/files/x")
        .endsWith("{}")
        .doesNotContain("Chat-");
  }

  @ParameterizedTest
  @CsvSource({"secret, 404", "banned, 403", "unknown, 503"})
  void an_upload_to_another_room_is_refused_and_removed(String room, int status) throws Exception {
    write("POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
    PLAYED.answerNext(CREATED + "Chat-Rooms: " + room + "\r\n\r\n{}");
    assertThat(StubUploadService.readAnswer(client)).startsWith("HTTP/1.1 " + status);
    assertThat(PLAYED.answerNext("HTTP/1.1 204 No Content\r\n\r\n"))
        .startsWith("DELETE /api/files/x HTTP/1.1")
        .contains("Chat-Refused-Room: " + room, "Chat-Gateway: ");
  }

  private static String asks(String rooms, String more) {
    return "HTTP/1.1 404 Not Found\r\n"
        + (rooms.isEmpty() ? "" : "Chat-Rooms: " + rooms + "\r\n")
        + more
        + "Content-Length: 2\r\n\r\n{}";
  }

  private void write(String text) throws IOException {
    StubUploadService.write(client, text);
  }
}
