package chat.infra.setup;

import chat.contract.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates missing topics and checks existing ones. Never changes a topic: a different partition
 * count would move rooms, and other differences may be intended.
 */
final class TopicSetup {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  /** The settings that readers rely on; operators may change all others. */
  private static final Set<String> BINDING =
      Set.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TopicConfig.CLEANUP_POLICY_CONFIG);

  /** The fewest segments into which a retention is divided. */
  private static final int SEGMENTS = 7;

  /** Erased users are remembered for a day longer than the room log's retention. */
  private static final Duration LONGEST_SEGMENT = Duration.ofHours(12);

  private static final Duration RETRY = Duration.ofMillis(250);

  private final Admin admin;
  private final SetupSettings settings;

  TopicSetup(Admin admin, SetupSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /**
   * Creates and checks topics. Waits for brokers while there are fewer of them than replicas.
   *
   * @return the number of created topics
   * @throws SetupFailure if an existing topic is unusable, or one can't be created
   */
  int run(List<Topic> topics) {
    long end = System.nanoTime() + settings.brokersWait().toNanos();
    Map<Topic, Optional<Throwable>> failures = make(topics);
    List<Topic> there = new ArrayList<>();
    while (!failures.isEmpty()) {
      List<Topic> waiting = new ArrayList<>();
      boolean patient = System.nanoTime() < end;
      failures.forEach(
          (topic, failure) ->
              failure.ifPresent(
                  cause -> (waits(topic, cause, patient) ? waiting : there).add(topic)));
      rest(waiting);
      failures = make(waiting);
    }
    if (!there.isEmpty()) {
      check(there, end);
    }
    return topics.size() - there.size();
  }

  private Map<Topic, Optional<Throwable>> make(List<Topic> topics) {
    if (topics.isEmpty()) {
      return Map.of();
    }
    Map<String, KafkaFuture<Void>> making =
        admin.createTopics(topics.stream().map(this::asNew).toList()).values();
    return topics.stream()
        .collect(
            Collectors.toMap(
                topic -> topic,
                topic -> failure(Objects.requireNonNull(making.get(topic.name())))));
  }

  private NewTopic asNew(Topic topic) {
    return new NewTopic(topic.name(), settings.partitions(), settings.replicationFactor())
        .configs(config(topic, settings));
  }

  /** The settings that a topic is made with. */
  static Map<String, String> config(Topic topic, SetupSettings settings) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    if (topic.compacted()) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      config.put(
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(Topic.COMPACTION_LAG.toMillis()));
    } else {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
      Duration retention = retention(topic, settings);
      config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
      config.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment(retention).toMillis()));
    }
    long largest = settings.maxRecordSize().toBytes();
    boolean carriesOthers = topic.name().equals(Topic.DEAD_LETTERS);
    config.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(carriesOthers ? 2 * largest : largest));
    if (settings.minInSyncReplicas() > 0) {
      config.put(
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInSyncReplicas()));
    }
    return config;
  }

  private static Duration retention(Topic topic, SetupSettings settings) {
    boolean isResolved =
        topic.name().equals(Topic.EVENTS) || topic.name().equals(Topic.EVENTS_REDACTED);
    return isResolved ? settings.eventsRetention() : topic.retention();
  }

  /**
   * The time span of a segment. A broker removes whole segments, so records may stay that much
   * longer than the retention.
   */
  private static Duration segment(Duration retention) {
    Duration part = retention.dividedBy(SEGMENTS);
    return part.compareTo(LONGEST_SEGMENT) < 0 ? part : LONGEST_SEGMENT;
  }

  /** Whether a topic could not be created yet; otherwise it exists. */
  private static boolean waits(Topic topic, Throwable failure, boolean patient) {
    boolean early = failure instanceof InvalidReplicationFactorException;
    if (!(failure instanceof TopicExistsException) && !(early && patient)) {
      throw new SetupFailure(
          "topic " + topic.name() + " can't be made: " + failure.getMessage(), failure);
    }
    return early;
  }

  private static void rest(List<Topic> waiting) {
    if (!waiting.isEmpty()) {
      rest();
    }
  }

  private static void rest() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupFailure("interrupted", e);
    }
  }

  private void check(List<Topic> topics, long end) {
    List<String> names = topics.stream().map(Topic::name).toList();
    Map<String, TopicDescription> descriptions =
        value(() -> admin.describeTopics(names).allTopicNames(), end);
    Map<ConfigResource, Config> configs =
        value(() -> admin.describeConfigs(resources(names)).all(), end);
    for (Topic topic : topics) {
      checkPartitions(topic, Objects.requireNonNull(descriptions.get(topic.name())));
      Config config = Objects.requireNonNull(configs.get(resource(topic.name())));
      config(topic, settings).forEach((name, wanted) -> checkEntry(topic, name, wanted, config));
    }
  }

  private void checkPartitions(Topic topic, TopicDescription description) {
    int partitions = description.partitions().size();
    if (partitions != settings.partitions()) {
      throw new SetupFailure(
          "topic %s has %d partitions (expected: %d)"
              .formatted(topic.name(), partitions, settings.partitions()));
    }
  }

  private static void checkEntry(Topic topic, String name, String wanted, Config config) {
    ConfigEntry entry = config.get(name);
    String found = entry == null ? "unset" : entry.value();
    if (wanted.equals(found)) {
      return;
    }
    String difference =
        "topic %s: %s=%s (expected: %s)".formatted(topic.name(), name, found, wanted);
    if (BINDING.contains(name)) {
      throw new SetupFailure(difference);
    }
    LOG.warn("{}", difference);
  }

  private static Collection<ConfigResource> resources(List<String> names) {
    return names.stream().map(TopicSetup::resource).collect(Collectors.toSet());
  }

  private static ConfigResource resource(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  /** Reads what exists. A broker learns of a new topic a moment after the controller. */
  private static <T> T value(Supplier<KafkaFuture<T>> read, long end) {
    while (true) {
      try {
        return await(read.get());
      } catch (CompletionException e) {
        boolean early = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!early || System.nanoTime() >= end) {
          throw new SetupFailure("topics can't be read: " + e.getCause(), e);
        }
        rest();
      }
    }
  }

  private static Optional<Throwable> failure(KafkaFuture<?> future) {
    try {
      await(future);
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.ofNullable(e.getCause());
    }
  }

  /** Every future of the client completes, at the latest after its API time-out. */
  private static <T> T await(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
