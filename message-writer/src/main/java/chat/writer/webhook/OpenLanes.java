package chat.writer.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a webhook that are open, and the memory that their waiting events take. Guarded by
 * {@link Lanes}.
 */
final class OpenLanes {

  /** Between two tries to keep an event that is given up. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final WaitingBytes bytes;
  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private long own;

  /** It asked for further bytes and got none; since then there was no room. */
  private boolean refused;

  /** An event that becomes a dead letter, and why. */
  record GivenUp(Lane lane, WebhookEvent event, String error) {}

  /**
   * None.
   *
   * @param bytes the bound on what waits in all webhooks
   */
  OpenLanes(WaitingBytes bytes) {
    this.bytes = bytes;
  }

  void open(Map<TopicPartition, OffsetAndMetadata> nexts) {
    nexts.forEach((partition, next) -> lanes.put(partition, new Lane(next)));
  }

  @Nullable Lane find(TopicPartition partition) {
    return lanes.get(partition);
  }

  int count() {
    return lanes.size();
  }

  /** Closes a lane, and gives its memory back. */
  @Nullable Lane close(TopicPartition partition) {
    Lane lane = lanes.remove(partition);
    if (lane != null) {
      lane.close();
      hold(-lane.bytes);
    }
    return lane;
  }

  List<TopicPartition> partitions() {
    return List.copyOf(lanes.keySet());
  }

  /** The first events that are given up and not being kept yet. From now on they are. */
  List<GivenUp> bury() {
    long now = System.nanoTime();
    List<GivenUp> givenUp = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      if (lane.state == Lane.State.GIVEN_UP && lane.buryAt - now <= 0) {
        lane.state = Lane.State.BURIED;
        givenUp.add(new GivenUp(lane, lane.waiting.element(), lane.error));
      }
    }
    return givenUp;
  }

  /** An event that was given up could not be kept, and has to be. */
  void unburied(Lane lane) {
    lane.state = Lane.State.GIVEN_UP;
    lane.unburied = true;
    lane.buryAt = System.nanoTime() + AGAIN_NANOS;
  }

  /** Whether there are events that could not be kept yet. */
  boolean hasUnburied() {
    return lanes.values().stream().anyMatch(lane -> lane.unburied);
  }

  /** The partitions whose lanes are of another life of the topic. */
  Set<TopicPartition> ofOtherLives(String topicId) {
    return lanes.entrySet().stream()
        .filter(entry -> entry.getValue().isOfOther(topicId))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Where the lanes are. */
  List<Place> places() {
    return lanes.entrySet().stream()
        .map(
            entry ->
                new Place(
                    entry.getKey(),
                    entry.getValue().next,
                    entry.getValue().isFull() || !takesMore(entry.getValue())))
        .toList();
  }

  /** Gives a lane its next events that a webhook wants, as many as it may have. */
  void fill(Lane lane, EventRange read, Webhook hook) {
    for (WebhookEvent event : read.events()) {
      if (event.log().offset() >= lane.next) {
        if (lane.isFull() || !takesMore(lane)) {
          return;
        }
        lane.next = event.log().offset() + 1;
        if (hook.wants(event.room(), event.type(), event.seq())) {
          lane.add(event);
          hold(event.bytes());
        }
      }
    }
    lane.next = read.to();
  }

  /**
   * Gives the memory of an event that is done back. That of a closed lane was given back before.
   */
  void free(Lane lane, long freed) {
    if (!lane.closed) {
      hold(-freed);
    }
  }

  /** Whether it was refused further events, and there is no room for them since then. */
  boolean isRefused() {
    return refused;
  }

  /**
   * Whether there is memory for further events of a lane. A lane without any does not wait for more
   * of it to be free: what other lanes hold may be of events that fail for hours.
   */
  boolean takesMore(Lane lane) {
    boolean again = refused && !lane.waiting.isEmpty();
    boolean permitted = again ? bytes.permitsAgain(own) : bytes.permits(own);
    if (!permitted) {
      refused = true;
    } else if (again) {
      refused = false;
    }
    return permitted;
  }

  private void hold(long more) {
    own += more;
    bytes.add(more);
  }

  /** The offsets up to which partitions are done. */
  Map<TopicPartition, OffsetAndMetadata> done() {
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    lanes.forEach((partition, lane) -> done.put(partition, lane.done()));
    return done;
  }

  /** Reports how far the webhook is behind the ends of partitions. */
  void measure(ToLongFunction<TopicPartition> end, WebhookReport report) {
    long records = 0;
    long oldest = 0;
    for (Map.Entry<TopicPartition, Lane> entry : lanes.entrySet()) {
      Lane lane = entry.getValue();
      records += lane.waiting.size() + Math.max(0, end.applyAsLong(entry.getKey()) - lane.next);
      if (!lane.waiting.isEmpty()) {
        long first = lane.waiting.element().log().timestamp();
        oldest = oldest == 0 ? first : Math.min(oldest, first);
      }
    }
    report.behind(records, oldest);
  }
}
