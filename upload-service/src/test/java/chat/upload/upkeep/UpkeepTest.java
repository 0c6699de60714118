package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.file.FileChecks;
import chat.upload.file.FileStatus;
import chat.upload.file.FileUses;
import chat.upload.file.Files;
import chat.upload.file.Quotas;
import chat.upload.file.StoredFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.JsonNode;

/** With a real log; the age at which files expire is short. */
class UpkeepTest {

  private static final UploadService SERVICE =
      new UploadService(UpkeepTest::withoutGrace, "chat.upload.unused-for=0s");

  private final Caller ann = new Caller(SERVICE, "ann");
  private final Caller bob = new Caller(SERVICE, "bob");
  private final Files files = SERVICE.bean(Files.class);
  private final FileUses uses = SERVICE.bean(FileUses.class);
  private final String room = "r" + UUID.randomUUID();
  private final RoomLogRecords log = new RoomLogRecords(SERVICE, room);

  private static Object withoutGrace(Object bean) {
    return bean instanceof UpkeepSettings upkeep
        ? new UpkeepSettings(
            upkeep.group(), upkeep.interval(), Duration.ZERO, upkeep.batch(), upkeep.partsKept())
        : bean;
  }

  UpkeepTest() {
    SERVICE.room(room, "public");
  }

  @AfterAll
  static void close() {
    SERVICE.close();
  }

  @Test
  void a_file_of_no_room_is_there_for_the_readers_of_the_room_where_it_is_attached()
      throws Exception {
    JsonNode file = ann.uploaded("a.txt", "hello".getBytes(UTF_8));
    assertThat(bob.get(url(file)).statusCode()).isEqualTo(404);
    send(file, "m1");
    assertThat(Caller.fetch(bob.link(file)).body()).asString(UTF_8).isEqualTo("hello");
    rounds();
    assertThat(status(file)).hasValue(FileStatus.CLEAN);
  }

  @Test
  void a_file_goes_with_the_last_message_that_carries_it() throws Exception {
    JsonNode file = ann.uploaded("a.txt", "hello".getBytes(UTF_8));
    long first = send(file, "m1");
    long second = send(file, "m2");
    log.message("m2", id(file)); // a duplicate
    URI link = ann.link(file);
    log.deletion(first);
    log.deletion(second);
    await().atMost(Duration.ofMinutes(1)).until(() -> uses.roomsOf(id(file), 2).isEmpty());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> status(file).filter(status -> status == FileStatus.CLEAN).isEmpty());
    assertThat(bob.get(url(file)).statusCode()).isEqualTo(404);
    awaitGone(file);
    assertThat(Caller.fetch(link).statusCode()).isEqualTo(404);
    assertThat(ann.get(url(file)).statusCode()).isEqualTo(404);
  }

  @Test
  void a_file_of_a_room_is_hidden_as_soon_as_its_message_is_deleted() throws Exception {
    JsonNode file = ann.uploaded(room, "a.txt", "hello".getBytes(UTF_8));
    log.deletion(send(file, "m1"));
    await().atMost(Duration.ofMinutes(1)).until(() -> bob.get(url(file)).statusCode() == 404);
    assertThat(ann.get(url(file)).statusCode()).isEqualTo(404);
    awaitGone(file);
  }

  @Test
  void a_file_that_nothing_uses_goes() {
    JsonNode file = ann.uploaded("a.txt", "hello".getBytes(UTF_8));
    awaitGone(file);
  }

  @Test
  void several_services_may_look_after_the_same_files_at_once() throws Exception {
    List<JsonNode> gone = new ArrayList<>();
    List<JsonNode> kept = new ArrayList<>();
    Caller max = new Caller(SERVICE, "max" + room);
    for (int i = 0; i < 4; i++) {
      gone.add(max.uploaded("a.txt", "hello".getBytes(UTF_8)));
      kept.add(max.uploaded("b.txt", "hello".getBytes(UTF_8)));
      send(kept.get(i), "m" + i);
    }
    FileChecks checks = SERVICE.bean(FileChecks.class);
    List<Thread> others = new ArrayList<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread other = new Thread(() -> awaitAllGone(gone, checks), "service-" + i);
      other.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      others.add(other);
      other.start();
    }
    for (Thread other : others) {
      other.join();
    }
    assertThat(failures).isEmpty();
    assertThat(kept).allMatch(file -> status(file).equals(Optional.of(FileStatus.CLEAN)));
    assertThat(SERVICE.bean(Quotas.class).files(max.user()))
        .containsExactlyInAnyOrderElementsOf(kept.stream().map(UpkeepTest::id).toList());
  }

  private void awaitAllGone(List<JsonNode> gone, FileChecks checks) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              gone.forEach(file -> checks.add(id(file), Instant.now()));
              rounds();
              return gone.stream().allMatch(file -> status(file).isEmpty());
            });
  }

  @Test
  void all_files_of_an_account_that_is_erased_go() throws Exception {
    Caller eva = new Caller(SERVICE, "eva" + room);
    JsonNode loose = eva.uploaded("a.txt", "hello".getBytes(UTF_8));
    JsonNode attached = eva.uploaded("b.txt", "hello".getBytes(UTF_8));
    send(attached, "m1");
    erase(eva.user());
    await().atMost(Duration.ofMinutes(1)).until(() -> eva.get(url(loose)).statusCode() == 404);
    awaitGone(loose);
    awaitGone(attached);
  }

  @Test
  void an_erasure_that_was_cut_short_is_ended_by_a_round() {
    Caller eva = new Caller(SERVICE, "eva2" + room);
    JsonNode file = eva.uploaded("a.txt", "hello".getBytes(UTF_8));
    SERVICE.bean(FileChecks.class).add("@" + eva.user(), Instant.now().minusSeconds(1));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              rounds();
              return eva.get(url(file)).statusCode() == 404;
            });
    awaitGone(file);
  }

  @Test
  void the_parts_of_a_dead_upload_are_removed() {
    FileChecks checks = SERVICE.bean(FileChecks.class);
    checks.add("dead", Instant.now().minusSeconds(1));
    rounds();
    for (int shard = 0; shard < FileChecks.SHARDS; shard++) {
      assertThat(checks.due(shard, Instant.now(), 10)).noneMatch(due -> due.file().equals("dead"));
    }
  }

  /** Runs all due checks, including those that an earlier round delayed by a minute. */
  private void rounds() {
    SERVICE.bean(Upkeep.class).round();
  }

  private void awaitGone(JsonNode file) {
    FileChecks checks = SERVICE.bean(FileChecks.class);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              checks.add(id(file), Instant.now());
              rounds();
              return status(file).isEmpty();
            });
  }

  private long send(JsonNode file, String id) throws Exception {
    long seq = log.message(id, id(file));
    await().atMost(Duration.ofMinutes(1)).until(() -> !uses.at(room, seq).isEmpty());
    return seq;
  }

  @SuppressWarnings("unchecked")
  private static void erase(String user) throws Exception {
    ProducerRecord<byte[], byte[]> erased =
        new ProducerRecord<>(
            Topic.USERS, user.getBytes(UTF_8), "{\"type\":\"erased\"}".getBytes(UTF_8));
    erased.headers().add(RecordHeaders.TYPE, "erased".getBytes(UTF_8));
    KafkaOperations<byte[], byte[]> kafka = SERVICE.bean(KafkaOperations.class);
    kafka.send(erased).get(30, TimeUnit.SECONDS);
  }

  private Optional<FileStatus> status(JsonNode file) {
    return files.find(id(file)).map(StoredFile::status);
  }

  private static String id(JsonNode file) {
    return file.get("id").asString();
  }

  private static String url(JsonNode file) {
    return file.get("url").asString();
  }
}
