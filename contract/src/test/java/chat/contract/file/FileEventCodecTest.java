package chat.contract.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class FileEventCodecTest {

  private static final String UPLOADED =
      "{\"type\":\"uploaded\",\"id\":\"f1.uploaded\",\"file\":{\"id\":\"f1\",\"name\":\"a.png\","
          + "\"contentType\":\"image/png\",\"size\":3,\"sha256\":\"ab\"},\"user\":{\"id\":\"u1\"},"
          + "\"room\":\"general\",\"status\":\"clean\",\"at\":7}";
  private static final String SCANNED =
      "{\"type\":\"scanned\",\"id\":\"f1.scanned\",\"file\":{\"id\":\"f1\"},"
          + "\"user\":{\"id\":\"u1\"},\"status\":\"infected\",\"at\":8}";
  private static final String DELETED =
      "{\"type\":\"deleted\",\"id\":\"f1.deleted\",\"file\":{\"id\":\"f1\"},"
          + "\"user\":{\"id\":\"u1\"},\"at\":9}";

  @Test
  void events_are_these_bytes_and_come_back_from_them() {
    assertBytes(
        new FileEvent.Uploaded("f1", "u1", "general", "a.png", "image/png", 3, "ab", "clean", 7),
        UPLOADED);
    assertBytes(new FileEvent.Scanned("f1", "u1", "infected", 8), SCANNED);
    assertBytes(new FileEvent.Removed("f1", "u1", 9), DELETED);
  }

  @Test
  void a_file_may_be_of_no_room_and_unknown_fields_are_passed_over() {
    String json = UPLOADED.replace("\"room\":\"general\"", "\"later\":{\"x\":[1]}");
    assertThat(FileEventCodec.decode(json.getBytes(UTF_8)))
        .isEqualTo(
            new FileEvent.Uploaded("f1", "u1", null, "a.png", "image/png", 3, "ab", "clean", 7));
  }

  @Test
  void what_is_no_event_is_refused_with_the_reason() {
    assertRefused("[]", "no file event: not an object");
    assertRefused("{}", "no file event: file is missing");
    assertRefused(DELETED.replace("deleted", "moved"), "no file event: type: moved");
    assertRefused(DELETED + "{}", "no file event: more than one object");
    assertRefused(DELETED.replace("\"f1\"", "1"), "no file event: file.id is no String");
  }

  private static void assertBytes(FileEvent event, String json) {
    assertThat(new String(FileEventCodec.encode(event), UTF_8)).isEqualTo(json);
    assertThat(FileEventCodec.decode(json.getBytes(UTF_8))).isEqualTo(event);
  }

  private static void assertRefused(String json, String reason) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> FileEventCodec.decode(json.getBytes(UTF_8)))
        .withMessage(reason);
  }
}
