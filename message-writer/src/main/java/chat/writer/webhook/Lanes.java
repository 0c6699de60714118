package chat.writer.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Delivers the events of one webhook: those of a partition, and by that of a room, one after the
 * other; partitions at once up to a bound. A partition whose event failed rests, and holds up no
 * other. Thread-safe; nothing but {@link #close} blocks.
 */
final class Lanes {

  private final WebhookHttp http;
  private final WebhookSettings settings;
  private final WebhookReport report;
  private final WaitingBytes bytes;
  private final OpenLanes lanes;

  private final Turns turns;
  private Webhook hook;
  private Runnable onRoom = () -> {};

  /** An event on its way, with the definition by which it goes there. */
  private record Outgoing(Lane lane, WebhookEvent event, Webhook receiver) {}

  /**
   * None yet.
   *
   * @param bytes the bound on what waits in all webhooks
   */
  Lanes(
      Webhook hook,
      WebhookHttp http,
      WebhookSettings settings,
      ScheduledExecutorService timer,
      RandomGenerator random,
      WebhookReport report,
      WaitingBytes bytes) {
    this.hook = hook;
    this.http = http;
    this.settings = settings;
    this.report = report;
    this.bytes = bytes;
    this.lanes = new OpenLanes(bytes);
    this.turns = new Turns(settings, timer, random, this, this::send);
    bytes.join();
  }

  /** Gives its share of the memory back, at the end. */
  void leave() {
    bytes.leave();
  }

  /** Is told when it takes events again that it did not take before. */
  synchronized void onRoom(Runnable listener) {
    onRoom = listener;
  }

  /** Sends nothing further until the definition is changed. */
  synchronized void stop() {
    turns.stop();
  }

  /**
   * Changes the definition. The events that wait were chosen by the former one, so all lanes have
   * to be closed before: none of them may go to the receiver of the new one.
   */
  synchronized void update(Webhook changed) {
    if (lanes.count() > 0) {
      throw new IllegalStateException(lanes.count() + " lanes are open");
    }
    hook = changed;
    turns.resume();
  }

  /** The definition by which events are sent. */
  synchronized Webhook hook() {
    return hook;
  }

  /** Opens the lanes of partitions, with the offsets of their next events. */
  synchronized void open(Map<TopicPartition, OffsetAndMetadata> nexts) {
    lanes.open(nexts);
  }

  /** Where its open lanes are. */
  synchronized List<Place> places() {
    return lanes.places();
  }

  /** Takes the next events of a partition, as many as it may have, if it has come to them. */
  void take(EventRange read) {
    synchronized (this) {
      Lane lane = lanes.find(read.partition());
      if (lane == null || !read.has(lane.next)) {
        return;
      }
      lanes.fill(lane, read, hook);
      if (lane.state == Lane.State.IDLE) {
        turns.queue(lane);
      }
    }
    send();
  }

  /** The partitions whose lanes are of another life of the topic. */
  synchronized Set<TopicPartition> ofOtherLives(String topicId) {
    return lanes.ofOtherLives(topicId);
  }

  /**
   * Lets a lane that is before the beginning of a partition go on there. One of another life of the
   * topic is closed, with its waiting events, and another one begins there.
   *
   * @param topicId empty if it is not known
   */
  synchronized void begin(TopicPartition partition, long begin, long end, String topicId) {
    Lane lane = lanes.find(partition);
    if (lane == null) {
      return;
    }
    if (lane.next > end || (!topicId.isEmpty() && lane.isOfOther(topicId))) {
      lanes.close(partition);
      turns.remove(lane);
      lanes.open(Map.of(partition, new OffsetAndMetadata(begin, topicId)));
    } else if (lane.next < begin) {
      lane.next = begin;
    }
  }

  /** The events can't be read. */
  void unreadable() {
    report.unreadable();
  }

  /** The events of a partition can't be read from an offset on. */
  synchronized void unreadable(TopicPartition partition, long next) {
    Lane lane = lanes.find(partition);
    if (lane != null && lane.next == next) {
      report.unreadable();
    }
  }

  /**
   * Reports how far it is behind.
   *
   * @param end of a partition
   */
  synchronized void measure(ToLongFunction<TopicPartition> end) {
    lanes.measure(end, report);
  }

  /** The offsets up to which the open partitions are done. */
  synchronized Map<TopicPartition, OffsetAndMetadata> done() {
    return lanes.done();
  }

  /** The events that are given up and have to become dead letters. Each comes once. */
  synchronized List<OpenLanes.GivenUp> bury() {
    return lanes.bury();
  }

  /**
   * An event of {@link #bury} became a dead letter, or did not: then it comes again later, and the
   * events behind it wait.
   */
  void buried(Lane lane, boolean kept) {
    change(
        lane,
        () -> {
          if (kept) {
            lanes.free(lane, lane.next());
            turns.queue(lane);
          } else {
            lanes.unburied(lane);
          }
        });
  }

  /** Whether there are events that could not become dead letters yet. */
  synchronized boolean hasUnburied() {
    return lanes.hasUnburied();
  }

  /**
   * Sends no further events of partitions, and waits for the answers to those under way.
   *
   * @return the offsets up to which they are done
   */
  synchronized Map<TopicPartition, OffsetAndMetadata> close(
      Collection<TopicPartition> partitions, Duration patience) {
    Map<TopicPartition, Lane> closed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Lane lane = lanes.close(partition);
      if (lane != null) {
        turns.remove(lane);
        closed.put(partition, lane);
      }
    }
    await(closed.values(), patience);
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    closed.forEach((partition, lane) -> done.put(partition, lane.done()));
    return done;
  }

  /** Sends no further events, without a wait. */
  synchronized void close() {
    var unused = close(lanes.partitions(), Duration.ZERO);
  }

  private void await(Collection<Lane> closed, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (closed.stream().anyMatch(Lane::isWaiting)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what may be sent. Not called under the lock, as an answer may come at once. */
  private void send() {
    for (Outgoing attempt : start()) {
      long begun = System.nanoTime();
      http.post(
          attempt.receiver(),
          attempt.event(),
          answer -> answered(attempt.lane(), attempt.receiver(), answer, begun));
    }
  }

  private synchronized List<Outgoing> start() {
    return turns.start().stream()
        .map(lane -> new Outgoing(lane, lane.waiting.element(), hook))
        .toList();
  }

  private void answered(Lane lane, Webhook receiver, Answer answer, long begun) {
    report.attempted(receiver, answer, System.nanoTime() - begun);
    change(
        lane,
        () -> {
          turns.answered();
          if (answer.isAccepted()) {
            lanes.free(lane, lane.accepted());
            turns.queue(lane);
          } else if (answer.isGone()) {
            if (receiver.revision().equals(hook.revision())) {
              turns.stop();
            }
            turns.queue(lane);
          } else {
            int attempts = Objects.requireNonNullElse(hook.attempts(), settings.attempts());
            turns.failed(lane, answer, attempts);
          }
        });
  }

  /** Changes a lane whose first event has its answer, and does what is possible by that. */
  private void change(Lane lane, Runnable change) {
    Runnable roomy;
    synchronized (this) {
      boolean wasRefused = lanes.isRefused();
      boolean wasFull = lane.isFull();
      change.run();
      boolean takesMore = wasRefused || (wasFull && !lane.isFull());
      roomy = takesMore && lanes.takesMore(lane) ? onRoom : () -> {};
      notifyAll();
    }
    send();
    roomy.run();
  }
}
