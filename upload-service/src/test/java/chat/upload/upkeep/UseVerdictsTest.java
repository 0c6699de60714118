package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Condition;
import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.file.FileStatus;
import chat.upload.file.FileUses;
import chat.upload.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Records that gateways show to no reader neither use nor release a file. */
class UseVerdictsTest {

  private static final long KEY = 42;

  private final UploadService service = UploadService.shared();
  private final Caller ann = new Caller(service, "ann");
  private final FileUses uses = service.bean(FileUses.class);
  private final String room = "r" + UUID.randomUUID();
  private final RoomLogRecords log = new RoomLogRecords(service, room);

  UseVerdictsTest() {
    service.room(room, "public");
  }

  @Test
  void a_deletion_that_is_void_leaves_the_message_its_file() throws Exception {
    String file = upload();
    long message = log.message("m1", file);
    log.deletion(message, broken(log.touch("t1", KEY)));
    awaitAllProcessed();
    assertThat(uses.roomsOf(file, 2)).containsExactly(room);
    assertThat(status(file)).isEqualTo(FileStatus.CLEAN);
  }

  @Test
  void a_deletion_whose_condition_holds_removes_the_file_too() throws Exception {
    String file = upload();
    long message = log.message("m1", file);
    long touch = log.touch("t1", KEY);
    long asOf = RoomLogRecords.offset(touch) + 1;
    log.deletion(message, new Condition(asOf, List.of(), List.of(KEY)));
    await().atMost(Duration.ofMinutes(1)).until(() -> status(file) == FileStatus.DELETED);
    assertThat(uses.roomsOf(file, 2)).isEmpty();
  }

  @Test
  void a_message_that_is_void_uses_no_file() throws Exception {
    String file = upload();
    log.message("m1", file, broken(log.touch("t1", KEY)));
    awaitAllProcessed();
    assertThat(uses.roomsOf(file, 2)).isEmpty();
  }

  @Test
  void a_message_that_stands_in_the_log_twice_is_one_use() throws Exception {
    String file = upload();
    long first = log.message("m1", file);
    long second = log.message("m1", file);
    awaitAllProcessed();
    assertThat(uses.at(room, first)).hasSize(1);
    assertThat(uses.at(room, second)).isEmpty();
  }

  /** A condition decided before the record with a seq, on a thing that the record touched. */
  private static Condition broken(long touch) {
    return new Condition(RoomLogRecords.offset(touch), List.of(), List.of(KEY));
  }

  /** Records of a partition are processed in order. */
  private void awaitAllProcessed() throws Exception {
    long last = log.message("last", upload());
    await().atMost(Duration.ofMinutes(1)).until(() -> !uses.at(room, last).isEmpty());
  }

  private String upload() {
    return ann.uploaded(room, "a.txt", "hello".getBytes(UTF_8)).get("id").asString();
  }

  private FileStatus status(String file) {
    return service.bean(Files.class).find(file).orElseThrow().status();
  }
}
