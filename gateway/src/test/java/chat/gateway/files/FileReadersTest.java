package chat.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway decides who gets what the upload service has, by the rooms that it is told. */
class FileReadersTest {

  private static final PlayedService PLAYED = new PlayedService();
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
  void who_may_read_a_room_of_a_file_gets_it() throws Exception {
    write(GET + "\r\n");
    assertThat(PLAYED.answerNext(asks("secret,unknown,open", "")))
        .contains("Chat-Gateway: " + PlayedService.TOKEN)
        .doesNotContain("Chat-Readable-Room");
    assertThat(PLAYED.answerNext(FOUND)).contains("Chat-Readable-Room: open\r\n");
    assertThat(PlayedService.readAnswer(client))
        .startsWith("HTTP/1.1 302")
        .contains("Location: /files/x")
        .doesNotContain("Chat-");
  }

  @ParameterizedTest
  @CsvSource({"secret, 404", "banned, 404", "secret|unknown, 503"})
  void who_may_read_none_does_not(String rooms, int status) throws Exception {
    write(GET + "\r\n");
    PLAYED.answerNext(asks(rooms.replace('|', ','), ""));
    assertThat(PlayedService.readAnswer(client))
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json")
        .doesNotContain("Chat-", "secret");
  }

  @Test
  void a_file_that_was_just_attached_is_asked_for_again() throws Exception {
    write(GET + "\r\n");
    PLAYED.answerNext(asks("", "Chat-Ask-Again: 1\r\n"));
    PLAYED.answerNext(asks("open", "Chat-Ask-Again: 1\r\n"));
    assertThat(PLAYED.answerNext(FOUND)).contains("Chat-Readable-Room: open\r\n");
    assertThat(PlayedService.readAnswer(client)).startsWith("HTTP/1.1 302");
  }

  @Test
  void a_file_that_stays_unattached_is_not_asked_for_without_end() throws Exception {
    write(GET + "\r\n");
    for (int i = 0; i < 4; i++) {
      PLAYED.answerNext(asks("secret", "Chat-Ask-Again: 1\r\n"));
    }
    assertThat(PlayedService.readAnswer(client)).startsWith("HTTP/1.1 404");
  }

  @Test
  void a_client_can_not_say_itself_what_it_may_read() throws Exception {
    write(GET + "Chat-Readable-Room: secret\r\nchat-gateway: mine\r\n\r\n");
    assertThat(PLAYED.answerNext(FOUND)).doesNotContain("secret", "mine");
    assertThat(PlayedService.readAnswer(client)).startsWith("HTTP/1.1 302");
  }

  @Test
  void an_upload_for_a_room_that_is_the_clients_to_use_is_taken() throws Exception {
    write("POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    PLAYED.answerNext(CREATED + "Chat-Rooms: open\r\n\r\n{}");
    assertThat(PlayedService.readAnswer(client))
        .startsWith("HTTP/1.1 201")
        .contains("Location: /api/files/x")
        .endsWith("{}")
        .doesNotContain("Chat-");
  }

  @ParameterizedTest
  @CsvSource({"secret, 404", "banned, 403", "unknown, 503"})
  void an_upload_for_another_room_is_refused_and_taken_back(String room, int status)
      throws Exception {
    write("POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
    PLAYED.answerNext(CREATED + "Chat-Rooms: " + room + "\r\n\r\n{}");
    assertThat(PlayedService.readAnswer(client)).startsWith("HTTP/1.1 " + status);
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
    PlayedService.write(client, text);
  }
}
