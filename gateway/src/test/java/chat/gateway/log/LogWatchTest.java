package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import chat.epochs.LogEpoch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LogWatchTest {

  private static final Node BROKER = new Node(1, "127.0.0.1", 1);
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
    AtomicLong now = new AtomicLong();
    try (Admin silent = silentCluster()) {
      LogWatch watch =
          new LogWatch(silent, appends, () -> Instant.ofEpochMilli(now.get()), SETTINGS);
      watch.follow(new LogEpoch("id", 1, 1));
      watch.start();
      assertThat(watch.isDown()).isFalse();
      now.addAndGet(SETTINGS.downAfter().toMillis());
      RealLog.eventually(() -> assertThat(watch.isDown()).isTrue());
      RealLog.eventually(() -> assertThat(append).isCompletedExceptionally());
      watch.answered(description(BROKER, BROKER));
      watch.stop();
    }
  }

  @Test
  void a_partition_is_leaderless_until_it_has_a_leader() {
    try (Admin silent = silentCluster()) {
      LogWatch watch = new LogWatch(silent, new Appends(), InstantSource.system(), SETTINGS);
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
      LogWatch watch = new LogWatch(silent, new Appends(), InstantSource.system(), SETTINGS);
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
