package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import chat.epochs.LogEpoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LogWatchTest {

  private static final Node BROKER = new Node(1, "127.0.0.1", 1);

  /** Of {@link #SETTINGS}: the time until the log is down, in intervals between questions. */
  private static final long MOST_UNANSWERED = 20;

  private static final LogSettings SETTINGS =
      new LogSettings(
          Duration.ofSeconds(15),
          10,
          10,
          DataSize.ofMegabytes(1),
          10,
          Duration.ofSeconds(1),
          1,
          1,
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          false);

  @Test
  void a_silent_cluster_is_down_and_fails_the_waiting_appends() throws Throwable {
    Appends appends = new Appends();
    CompletableFuture<Appended> append = new CompletableFuture<>();
    var unused = appends.begin(RealLog.identity("room", "m"), new byte[0], append);
    try (Admin silent = silentCluster()) {
      LogWatch watch = new LogWatch(silent, appends, SETTINGS);
      watch.follow(new LogEpoch("id", 1, 1));
      watch.start();
      RealLog.eventually(() -> assertThat(watch.isDown()).isTrue());
      RealLog.eventually(() -> assertThat(append).isCompletedExceptionally());
      watch.answered(description(BROKER, BROKER));
      watch.stop();
    }
  }

  @Test
  void a_gateway_that_stood_still_does_not_take_the_log_for_down() throws Throwable {
    try (Admin silent = silentCluster()) {
      LogWatch watch = new LogWatch(silent, new Appends(), SETTINGS);
      watch.follow(new LogEpoch("id", 1, 1));
      for (long stalls = 0; stalls < 3; stalls++) {
        var unused = watch.round();
        watch.answered(description(BROKER));
        assertThat(watch.isDown()).isFalse();
      }
      for (long question = 0; question < MOST_UNANSWERED; question++) {
        assertThat(watch.isDown()).isFalse();
        var unused = watch.round();
      }
      var unused = watch.round();
      assertThat(watch.isDown()).isTrue();
    }
  }

  @Test
  void a_partition_is_leaderless_until_it_has_a_leader() {
    try (Admin silent = silentCluster()) {
      LogWatch watch = new LogWatch(silent, new Appends(), SETTINGS);
      watch.answered(description(BROKER, Node.noNode()));
      assertThat(watch.isLeaderless(0)).isFalse();
      assertThat(watch.isLeaderless(1)).isTrue();
      assertThat(watch.leaderless()).isEqualTo(1);
      watch.answered(description(BROKER, BROKER));
      assertThat(watch.isLeaderless(1)).isFalse();
    }
  }

  @Test
  void a_recreated_topic_is_another_topic() {
    try (Admin silent = silentCluster()) {
      LogWatch watch = new LogWatch(silent, new Appends(), SETTINGS);
      TopicDescription before = description(BROKER);
      var followed = new LogEpoch(before.topicId().toString(), 1, 1);
      watch.follow(followed);
      watch.answered(before);
      assertThat(watch.isCurrent(followed)).isTrue();
      watch.answered(description(BROKER));
      assertThat(watch.isCurrent(followed)).isFalse();
    }
  }

  private static TopicDescription description(Node... leaders) {
    List<TopicPartitionInfo> partitions = new ArrayList<>();
    for (int number = 0; number < leaders.length; number++) {
      partitions.add(
          new TopicPartitionInfo(number, leaders[number], List.of(BROKER), List.of(BROKER)));
    }
    return new TopicDescription(Topic.MESSAGES, false, partitions, Set.of(), Uuid.randomUuid());
  }

  private static Admin silentCluster() {
    return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"));
  }
}
