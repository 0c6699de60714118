package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Condition;
import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.file.FileUses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Uses over restarts of processes and lives of the topic. */
class UseLivesTest {

  private static final int PARTITIONS = 24;
  private static final long KEY = 42;

  private final String room = "r" + UUID.randomUUID();
  private final String group = "spring.kafka.consumer.group-id=" + room;

  @Test
  void a_service_that_continues_for_another_gives_the_same_verdicts() throws Exception {
    String file;
    long message;
    long touch;
    try (UploadService first = new UploadService(group)) {
      file = upload(first);
      RoomLogRecords log = new RoomLogRecords(first, room);
      message = log.message("m1", file);
      touch = log.touch("t1", KEY);
      long last = log.message("m2", upload(first));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !first.bean(FileUses.class).at(room, last).isEmpty());
    }
    try (UploadService second = new UploadService(group)) {
      RoomLogRecords log = new RoomLogRecords(second, room);
      long asOf = RoomLogRecords.offset(touch);
      log.deletion(message, new Condition(asOf, List.of(), List.of(KEY)));
      long last = log.message("m3", upload(second));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !second.bean(FileUses.class).at(room, last).isEmpty());
      assertThat(second.bean(FileUses.class).roomsOf(file, 2)).containsExactly(room);
    }
  }

  @Test
  void a_recreated_topic_gives_uses_its_own_positions() throws Exception {
    try (UploadService service = new UploadService(group)) {
      FileUses uses = service.bean(FileUses.class);
      RoomLogRecords log = new RoomLogRecords(service, room);
      long before = log.message("m1", upload(service));
      await().atMost(Duration.ofMinutes(1)).until(() -> !uses.at(room, before).isEmpty());
      makeAgain(service.bean(Admin.class));
      String file = upload(service);
      long after = log.message("m2", file);
      await().atMost(Duration.ofMinutes(1)).until(() -> !uses.at(room, after).isEmpty());
      log.deletion(after);
      await().atMost(Duration.ofMinutes(1)).until(() -> uses.roomsOf(file, 2).isEmpty());
      assertThat(service.bean(LogEpochs.class).current(Topic.MESSAGES).epoch()).isGreaterThan(1);
    }
  }

  /**
   * The new topic is as long as the old one was, so a consumer at its old position gets no record.
   */
  @Test
  void a_recreated_topic_is_read_although_it_has_no_record_behind_the_old_position()
      throws Exception {
    try (UploadService service = new UploadService(group)) {
      FileUses uses = service.bean(FileUses.class);
      RoomLogRecords log = new RoomLogRecords(service, room);
      makeAgain(service.bean(Admin.class));
      long before = log.message("m1", upload(service));
      await().atMost(Duration.ofMinutes(1)).until(() -> !uses.at(room, before).isEmpty());
      MessageListenerContainer reader = service.bean(MessageListenerContainer.class);
      reader.pause();
      await().atMost(Duration.ofMinutes(1)).until(reader::isContainerPaused);
      makeAgain(service.bean(Admin.class));
      long after = log.message("m2", upload(service));
      assertThat(RoomLogRecords.offset(after)).isEqualTo(RoomLogRecords.offset(before));

      reader.resume();
      await().atMost(Duration.ofMinutes(1)).until(() -> !uses.at(room, after).isEmpty());
    }
  }

  private static void makeAgain(Admin admin) throws Exception {
    admin.deleteTopics(List.of(Topic.MESSAGES)).all().get(30, TimeUnit.SECONDS);
    NewTopic topic = new NewTopic(Topic.MESSAGES, PARTITIONS, (short) 1);
    topic.configs(Map.of("message.timestamp.type", "LogAppendTime"));
    while (true) {
      try {
        admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private String upload(UploadService service) {
    service.room(room, "public");
    Caller ann = new Caller(service, "ann");
    return ann.uploaded("a.txt", "hello".getBytes(UTF_8)).get("id").asString();
  }
}
