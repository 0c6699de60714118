package chat.writer.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final WebhookHttp http;
  private final WebhookSettings settings;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;
  private final WebhookReport report;

  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private Webhook hook;
  private int sent;
  private long restUntil = System.nanoTime();
  private boolean gone;

  Lanes(
      Webhook hook,
      WebhookHttp http,
      WebhookSettings settings,
      ScheduledExecutorService timer,
      RandomGenerator random,
      WebhookReport report) {
    this.hook = hook;
    this.http = http;
    this.settings = settings;
    this.timer = timer;
    this.random = random;
    this.report = report;
  }

  /** Changes the definition: what rests is tried at once. */
  void update(Webhook changed) {
    synchronized (this) {
      hook = changed;
      gone = false;
      restUntil = System.nanoTime();
      for (Lane lane : lanes.values()) {
        if (lane.state == Lane.State.RESTING) {
          lane.failures = 0;
          queue(lane);
        }
      }
    }
    send();
  }

  /** Adds the next events of a partition. */
  void add(TopicPartition partition, List<WebhookEvent> events) {
    synchronized (this) {
      Lane lane = lanes.computeIfAbsent(partition, unknown -> new Lane());
      lane.waiting.addAll(events);
      if (lane.state == Lane.State.IDLE) {
        queue(lane);
      }
    }
    send();
  }

  /** Whether a partition has enough waiting events. */
  synchronized boolean isFull(TopicPartition partition) {
    Lane lane = lanes.get(partition);
    return lane != null && lane.waiting.size() >= ENOUGH;
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

  /** The offset of a partition's first event that is not done; empty if all are. */
  synchronized OptionalLong first(TopicPartition partition) {
    Lane lane = lanes.get(partition);
    return lane == null || lane.waiting.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(lane.waiting.element().log().offset());
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
        lane.next();
        queue(lane);
      }
    }
    send();
  }

  private synchronized List<Lane> givenUp() {
    return lanes.values().stream().filter(lane -> lane.state == Lane.State.GIVEN_UP).toList();
  }

  /**
   * Sends no further events of partitions, and waits for the answers to those under way.
   *
   * @return the offsets of their first events that are not done
   */
  synchronized Map<TopicPartition, Long> close(
      Collection<TopicPartition> partitions, Duration patience) {
    Map<TopicPartition, Lane> closed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Lane lane = lanes.remove(partition);
      if (lane != null) {
        lane.closed = true;
        ready.remove(lane);
        closed.put(partition, lane);
      }
    }
    await(closed.values(), patience);
    Map<TopicPartition, Long> firsts = new HashMap<>();
    closed.forEach(
        (partition, lane) -> {
          if (!lane.waiting.isEmpty()) {
            firsts.put(partition, lane.waiting.element().log().offset());
          }
        });
    return firsts;
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
      ready.add(lane);
    }
  }

  /** Sends what may be sent. Not called under the lock, as an answer may come at once. */
  private void send() {
    for (Lane lane : start()) {
      WebhookEvent event;
      Webhook receiver;
      synchronized (this) {
        event = lane.waiting.element();
        receiver = hook;
      }
      long begun = System.nanoTime();
      http.post(receiver, event, answer -> answered(lane, receiver, answer, begun));
    }
  }

  private synchronized List<Lane> start() {
    List<Lane> starting = new ArrayList<>();
    if (!gone && restUntil - System.nanoTime() <= 0) {
      while (sent < AT_ONCE && !ready.isEmpty()) {
        Lane lane = ready.remove();
        lane.state = Lane.State.SENT;
        sent++;
        starting.add(lane);
      }
    }
    return starting;
  }

  private void answered(Lane lane, Webhook receiver, Answer answer, long begun) {
    report.attempted(receiver, answer, System.nanoTime() - begun);
    synchronized (this) {
      sent--;
      if (answer.isAccepted()) {
        lane.next();
        queue(lane);
      } else if (answer.isGone()) {
        gone = receiver.revision().equals(hook.revision());
        queue(lane);
      } else {
        failed(lane, answer);
      }
      notifyAll();
    }
    send();
  }

  private void failed(Lane lane, Answer answer) {
    lane.error = answer.error();
    lane.failures++;
    if (lane.failures >= settings.attempts()) {
      lane.state = Lane.State.GIVEN_UP;
      return;
    }
    Duration rest = settings.rest(lane.failures, random);
    Duration asked = answer.retryAfter();
    if (asked != null) {
      long until = System.nanoTime() + asked.toNanos();
      restUntil = restUntil - until < 0 ? until : restUntil;
      rest = rest.compareTo(asked) < 0 ? asked : rest;
      after(asked, this::send);
    }
    lane.state = Lane.State.RESTING;
    int number = ++lane.rests;
    after(rest, () -> rested(lane, number));
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
