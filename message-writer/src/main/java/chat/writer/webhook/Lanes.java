package chat.writer.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of one webhook: those of a partition, and by that of a room, one after the
 * other; partitions at once up to a bound. A partition whose event failed rests, and holds up no
 * other. Thread-safe; nothing but {@link #bury} and {@link #close} blocks.
 */
final class Lanes {

  /** Maximum number of requests of a webhook under way. */
  static final int AT_ONCE = 8;

  private final WebhookHttp http;
  private final WebhookSettings settings;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;
  private final WebhookReport report;
  private final WaitingBytes bytes;
  private final OpenLanes lanes;

  private final Deque<Lane> ready = new ArrayDeque<>();
  private Webhook hook;
  private int sent;
  private long restUntil = System.nanoTime();
  private boolean stopped;
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
    this.timer = timer;
    this.random = random;
    this.report = report;
    this.bytes = bytes;
    this.lanes = new OpenLanes(bytes);
    bytes.join();
  }

  /** Gives its share of the memory back, at the end. */
  void leave() {
    bytes.leave();
  }

  /** Is told when a lane that was full takes events again. */
  synchronized void onRoom(Runnable listener) {
    onRoom = listener;
  }

  /** Sends nothing further until the definition is changed. */
  synchronized void stop() {
    stopped = true;
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
    stopped = false;
    restUntil = System.nanoTime();
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
        queue(lane);
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
      ready.remove(lane);
      lanes.open(Map.of(partition, new OffsetAndMetadata(begin, topicId)));
    } else if (lane.next < begin) {
      lane.next = begin;
    }
  }

  /** The events can't be read. */
  void unreadable() {
    report.unreadable();
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

  /**
   * Makes dead letters of the events that are given up. Blocks.
   *
   * @param keep keeps an event with its error; if it fails, the event stays given up, as do those
   *     that were not tried yet
   */
  void bury(BiConsumer<WebhookEvent, String> keep) {
    for (OpenLanes.GivenUp one : givenUp()) {
      keep.accept(one.event(), one.error());
      synchronized (this) {
        lanes.free(one.lane(), one.lane().next());
        queue(one.lane());
      }
      send();
    }
  }

  private synchronized List<OpenLanes.GivenUp> givenUp() {
    return lanes.givenUp();
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
        ready.remove(lane);
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
      while (closed.stream().anyMatch(lane -> lane.state == Lane.State.SENT)) {
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

  private void queue(Lane lane) {
    lane.settle();
    if (lane.state == Lane.State.READY && !lane.closed) {
      long left = lane.restUntil - System.nanoTime();
      if (left <= 0) {
        ready.add(lane);
      } else {
        lane.state = Lane.State.RESTING;
        int number = ++lane.rests;
        lane.rest = after(Duration.ofNanos(left), () -> rested(lane, number));
      }
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
    List<Outgoing> starting = new ArrayList<>();
    if (!stopped && restUntil - System.nanoTime() <= 0) {
      while (sent < AT_ONCE && !ready.isEmpty()) {
        Lane lane = ready.remove();
        lane.state = Lane.State.SENT;
        sent++;
        starting.add(new Outgoing(lane, lane.waiting.element(), hook));
      }
    }
    return starting;
  }

  private void answered(Lane lane, Webhook receiver, Answer answer, long begun) {
    report.attempted(receiver, answer, System.nanoTime() - begun);
    Runnable roomy = () -> {};
    synchronized (this) {
      sent--;
      if (answer.isAccepted()) {
        boolean wasFull = lane.isFull();
        lanes.free(lane, lane.accepted());
        queue(lane);
        roomy = wasFull && !lane.isFull() ? onRoom : roomy;
      } else if (answer.isGone()) {
        stopped |= receiver.revision().equals(hook.revision());
        queue(lane);
      } else {
        failed(lane, answer);
      }
      notifyAll();
    }
    send();
    roomy.run();
  }

  private void failed(Lane lane, Answer answer) {
    int attempts = Objects.requireNonNullElse(hook.attempts(), settings.attempts());
    lane.failed(answer, attempts, settings, random);
    Duration asked = answer.retryAfter();
    if (asked != null) {
      long until = System.nanoTime() + asked.toNanos();
      restUntil = restUntil - until < 0 ? until : restUntil;
      var unused = after(asked, this::send);
    }
    if (lane.state != Lane.State.GIVEN_UP) {
      queue(lane);
    }
  }

  private void rested(Lane lane, int number) {
    synchronized (this) {
      if (lane.state == Lane.State.RESTING && lane.rests == number) {
        queue(lane);
      }
    }
    send();
  }

  /** After the stop of the timer there is nothing to send. */
  private @Nullable Future<?> after(Duration rest, Runnable task) {
    try {
      return timer.schedule(task, rest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      restUntil = System.nanoTime();
      return null;
    }
  }
}
