package chat.gateway.log;

import chat.contract.log.Topic;
import chat.edge.guard.Loop;
import chat.epochs.LogEpoch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks at intervals whether the log's topic exists and is still the same. */
public final class LogWatch extends Loop {

  /** Stands for the id of a topic that does not exist. */
  private static final String GONE = "";

  private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

  private final Admin admin;
  private final Appends appends;
  private final InstantSource clock;
  private final LogSettings settings;

  private volatile boolean down;
  private volatile long answeredAt;
  private volatile @Nullable String topicId;
  private volatile Set<Integer> leaderless = Set.of();

  public LogWatch(Admin admin, Appends appends, InstantSource clock, LogSettings settings) {
    super("log-watch", Duration.ZERO);
    this.admin = admin;
    this.appends = appends;
    this.clock = clock;
    this.settings = settings;
  }

  /** Whether the log has not answered for {@link LogSettings#downAfter}. */
  boolean isDown() {
    return down;
  }

  /** Whether a partition has no leader now. */
  boolean isLeaderless(int partition) {
    return leaderless.contains(partition);
  }

  /** Number of partitions without a leader. */
  int leaderless() {
    return leaderless.size();
  }

  /** Begins to watch an epoch's topic. */
  void follow(LogEpoch epoch) {
    topicId = epoch.topicId();
    answeredAt = clock.millis();
  }

  /** Whether the topic is still that of an epoch. */
  boolean isCurrent(LogEpoch epoch) {
    return epoch.topicId().equals(topicId);
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }

  @Override
  protected Duration round() throws InterruptedException {
    if (topicId != null) {
      check();
    }
    return settings.watchInterval();
  }

  private void check() throws InterruptedException {
    Duration timeout = settings.downAfter();
    CompletableFuture<Map<String, TopicDescription>> answer =
        admin
            .describeTopics(
                List.of(Topic.MESSAGES),
                new DescribeTopicsOptions().timeoutMs((int) timeout.toMillis()))
            .allTopicNames()
            .toCompletionStage()
            .toCompletableFuture();
    try {
      Map<String, TopicDescription> descriptions =
          answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      answered(Objects.requireNonNull(descriptions.get(Topic.MESSAGES)));
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        topicId = GONE;
      }
      silent(e);
    }
  }

  void answered(TopicDescription description) {
    answeredAt = clock.millis();
    topicId = description.topicId().toString();
    checkLeaders(description);
    if (down) {
      down = false;
      LOG.info("the room log answers again");
    }
  }

  private void checkLeaders(TopicDescription description) {
    Set<Integer> without =
        description.partitions().stream()
            .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
            .map(TopicPartitionInfo::partition)
            .collect(Collectors.toUnmodifiableSet());
    if (without.size() != leaderless.size()) {
      LOG.warn("partitions of the room log without a leader: {}", without.size());
    }
    leaderless = without;
  }

  private void silent(Exception reason) {
    if (!down && clock.millis() - answeredAt >= settings.downAfter().toMillis()) {
      down = true;
      LOG.warn("the room log does not answer, sends are refused: {}", reason.toString());
      appends.failAll(RoomLog.unavailable());
    }
  }
}
