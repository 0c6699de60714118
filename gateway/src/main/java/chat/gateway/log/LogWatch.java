package chat.gateway.log;

import chat.contract.log.Topic;
import chat.edge.guard.Loop;
import chat.epochs.LogEpoch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
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
  private final LogSettings settings;

  private volatile boolean down;
  private volatile @Nullable String topicId;
  private volatile Set<Integer> leaderless = Set.of();

  /** Number of questions. Guarded by this. */
  private long asked;

  /** Number of questions since the last answer. Guarded by this. */
  private long unanswered;

  /** The first question whose answer is of interest. Guarded by this. */
  private long heard;

  private volatile String reason = "no answer";

  public LogWatch(Admin admin, Appends appends, LogSettings settings) {
    super("log-watch", Duration.ZERO);
    this.admin = admin;
    this.appends = appends;
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
  synchronized void follow(LogEpoch epoch) {
    heard = asked + 1; // answers of earlier questions may be of an earlier topic
    topicId = epoch.topicId();
    unanswered = 0;
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
  protected Duration round() {
    if (topicId != null) {
      if (isSilent()) {
        LOG.warn("the room log does not answer, sends are refused: {}", reason);
        appends.failAll(RoomLog.unavailable());
      }
      ask();
    }
    return settings.watchInterval();
  }

  /**
   * Whether so many questions have no answer that the log is down, and was not before. Questions
   * are counted, not time: a gateway that stood still itself has not asked.
   */
  private synchronized boolean isSilent() {
    boolean silent =
        !down
            && unanswered >= settings.downAfter().toMillis() / settings.watchInterval().toMillis();
    down |= silent;
    return silent;
  }

  /**
   * Asks without a wait for the earlier questions: one of them may be at a broker that stands
   * still, while others answer.
   */
  private void ask() {
    long question = next();
    try {
      var unused =
          admin
              .describeTopics(
                  List.of(Topic.MESSAGES),
                  new DescribeTopicsOptions().timeoutMs((int) settings.downAfter().toMillis()))
              .allTopicNames()
              .toCompletionStage()
              .whenComplete((found, error) -> heard(question, found, error));
    } catch (RuntimeException closed) {
      heard(question, null, closed);
    }
  }

  private synchronized long next() {
    unanswered++;
    return ++asked;
  }

  /** Ignores an answer that a later question's overtook. */
  private synchronized void heard(
      long question, @Nullable Map<String, TopicDescription> found, @Nullable Throwable error) {
    if (question < heard) {
      return;
    }
    if (found != null) {
      heard = question;
      answered(Objects.requireNonNull(found.get(Topic.MESSAGES)));
      return;
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof UnknownTopicOrPartitionException) {
      heard = question;
      topicId = GONE;
    }
    reason = String.valueOf(cause);
  }

  synchronized void answered(TopicDescription description) {
    unanswered = 0;
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
}
