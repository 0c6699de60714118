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
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/**
 * Delivers the polled events of one webhook: those of a partition, and by that of a room, one after
 * the other; partitions at once up to a bound. A partition whose event failed rests, and holds up
 * no other. Thread-safe; nothing but {@link #bury} and {@link #close} blocks.
 */
final class Lanes {

  /** Maximum number of requests of a webhook under way. */
  static final int AT_ONCE = 8;

  /** A lane with as many waiting events gets no further ones. */
  private static final int ENOUGH = 8;

  /** A lane whose waiting events have as many bytes gets no further ones. */
  private static final long ENOUGH_BYTES = 32 << 10;

  private final WebhookHttp http;
  private final WebhookSettings settings;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;
  private final WebhookReport report;
  private final WaitingBytes bytes;

  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private Webhook hook;
  private int sent;
  private long own;
  private long done;
  private long restUntil = System.nanoTime();
  private boolean stopped;

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
    bytes.join();
  }

  /** Gives its share of the memory back, at the end. */
  void leave() {
    bytes.leave();
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
    if (!lanes.isEmpty()) {
      throw new IllegalStateException(lanes.size() + " lanes are open");
    }
    hook = changed;
    stopped = false;
    restUntil = System.nanoTime();
  }

  /** The definition by which events are sent. */
  synchronized Webhook hook() {
    return hook;
  }

  /** Adds the next events of a partition. */
  void add(TopicPartition partition, List<WebhookEvent> events) {
    synchronized (this) {
      Lane lane = lanes.computeIfAbsent(partition, unknown -> new Lane());
      hold(lane.add(events));
      if (lane.state == Lane.State.IDLE) {
        queue(lane);
      }
    }
    send();
  }

  /** Whether a partition, or the webhook, has enough waiting events. */
  synchronized boolean isFull(TopicPartition partition) {
    Lane lane = lanes.get(partition);
    return !bytes.permits(own)
        || (lane != null && (lane.waiting.size() >= ENOUGH || lane.bytes >= ENOUGH_BYTES));
  }

  private void hold(long more) {
    own += more;
    bytes.add(more);
  }

  /** Number of events that are done. */
  synchronized long done() {
    return done;
  }

  /** Number of events that wait. */
  synchronized int waiting() {
    return lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
  }

  /** When the topic got the oldest event that waits; {@code now} if none does. */
  synchronized long oldest(long now) {
    return lanes.values().stream()
        .filter(lane -> !lane.waiting.isEmpty())
        .mapToLong(lane -> lane.waiting.element().log().timestamp())
        .min()
        .orElse(now);
  }

  /** The offset up to which a partition is done; empty if all of its events are. */
  synchronized OptionalLong first(TopicPartition partition) {
    Lane lane = lanes.get(partition);
    return lane == null || lane.waiting.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(lane.position);
  }

  /**
   * Makes dead letters of the events that are given up. Blocks.
   *
   * @param keep keeps an event with its error; if it fails, the event stays given up
   */
  void bury(BiConsumer<WebhookEvent, String> keep) {
    for (Lane lane : givenUp()) {
      keep.accept(lane.waiting.element(), lane.error);
      synchronized (this) {
        next(lane);
      }
    }
    send();
  }

  /** The bytes of a closed lane are given back already. */
  private void next(Lane lane) {
    long freed = lane.next();
    if (!lane.closed) {
      hold(-freed);
    }
    done++;
    queue(lane);
  }

  private synchronized List<Lane> givenUp() {
    return lanes.values().stream().filter(lane -> lane.state == Lane.State.GIVEN_UP).toList();
  }

  /**
   * Sends no further events of partitions, and waits for the answers to those under way.
   *
   * @return the offsets up to which they are done; without those that are done as a whole
   */
  synchronized Map<TopicPartition, Long> close(
      Collection<TopicPartition> partitions, Duration patience) {
    Map<TopicPartition, Lane> closed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Lane lane = lanes.remove(partition);
      if (lane != null) {
        lane.closed = true;
        hold(-lane.bytes);
        ready.remove(lane);
        closed.put(partition, lane);
      }
    }
    await(closed.values(), patience);
    closed.values().removeIf(lane -> lane.waiting.isEmpty());
    Map<TopicPartition, Long> firsts = new HashMap<>();
    closed.forEach((partition, lane) -> firsts.put(partition, lane.position));
    return firsts;
  }

  /** Sends no further events, without a wait. */
  synchronized void close() {
    var unused = close(List.copyOf(lanes.keySet()), Duration.ZERO);
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
        after(Duration.ofNanos(left), () -> rested(lane, number));
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
    synchronized (this) {
      sent--;
      if (answer.isAccepted()) {
        lane.failuresInRow = 0;
        next(lane);
      } else if (answer.isGone()) {
        stopped |= receiver.revision().equals(hook.revision());
        queue(lane);
      } else {
        failed(lane, answer);
      }
      notifyAll();
    }
    send();
  }

  /** An answer that asks for a pause is no failed attempt. */
  private void failed(Lane lane, Answer answer) {
    lane.error = answer.error();
    lane.failuresInRow++;
    Duration asked = answer.retryAfter();
    if (asked == null) {
      lane.failures++;
    }
    int attempts = Objects.requireNonNullElse(hook.attempts(), settings.attempts());
    boolean givenUp = asked == null && lane.failures >= attempts;
    Duration rest =
        settings.rest(givenUp ? lane.failuresInRow : Math.max(1, lane.failures), random);
    if (asked != null) {
      long until = System.nanoTime() + asked.toNanos();
      restUntil = restUntil - until < 0 ? until : restUntil;
      rest = rest.compareTo(asked) < 0 ? asked : rest;
      after(asked, this::send);
    }
    lane.restUntil = System.nanoTime() + rest.toNanos();
    if (givenUp) {
      lane.state = Lane.State.GIVEN_UP;
    } else {
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
  private void after(Duration rest, Runnable task) {
    try {
      var unused = timer.schedule(task, rest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      restUntil = System.nanoTime();
    }
  }
}
