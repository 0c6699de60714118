package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.JvmCounters.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a message costs, in counts that depend little on the machine's speed. A limit is some 1.5
 * times the count of today. A change that exceeds it brings back a cost that was removed; a change
 * that lowers a count lowers its limit here.
 */
@Isolated // counts what all clients cause
@ExtendWith(RunningSystem.class)
class MessageCostTest {

  /** Requests of all processes to the broker for a message, at 1,000 messages per second. */
  private static final double PRODUCE_REQUESTS = 0.5;

  private static final double FETCH_REQUESTS = 1.2;

  /** Threads of the sender's gateway that a message wakes, but for shards. */
  private static final double WAKE_UPS = 3;

  /** Bytes that the shards allocate for a delivery. */
  private static final double DELIVERY_BYTES = 400;

  /** Bytes that the gateway allocates for a message with its deliveries. */
  private static final double MESSAGE_BYTES = 110_000;

  private static final String SHARDS = "shard-";

  /** Works only at a high rate, which depends on the machine. */
  private static final String BATCHES = "append-batches";

  /** A thread of Cassandra's driver that waits ten times a second, whatever the gateway does. */
  private static final String TICKS = "s-timer-";

  private static final int SENDERS = 8;
  private static final int SENT = 2000;
  private static final int RECEIVERS = 20;
  private static final int WARM_UP = 50;
  private static final int MESSAGES = 250;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ChatSystem system;
  private final Rest rest;
  private final String room = "cost-" + UUID.randomUUID();
  private final List<SocketClient> clients = new ArrayList<>();

  MessageCostTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @AfterEach
  void close() {
    clients.forEach(SocketClient::close);
  }

  /** The senders have not joined the rooms, so they get acks only. */
  @Test
  void many_messages_share_requests_to_the_broker() throws Exception {
    List<String> rooms = IntStream.range(0, SENDERS).mapToObj(i -> room + i).toList();
    connect("reader", rooms.toArray(String[]::new));
    rooms.forEach(name -> connect("sender"));
    List<SocketClient> senders = clients.subList(1, clients.size());
    try (JvmCounters broker = new JvmCounters(system.process("kafka"))) {
      long produced = broker.requests("Produce");
      long fetched = broker.requests("FetchConsumer");
      everyMillisecond(
          i -> senders.get(i % SENDERS).send(message(rooms.get(i % SENDERS))),
          () -> senders.stream().mapToInt(SocketClient::waiting).sum() == SENT);
      produced = broker.requests("Produce") - produced;
      fetched = broker.requests("FetchConsumer") - fetched;

      assertThat(senders).allSatisfy(one -> one.take(SENT / SENDERS, "ack"));
      assertThat((double) produced / SENT).as("produce requests").isBetween(0.0, PRODUCE_REQUESTS);
      assertThat((double) fetched / SENT).as("fetch requests").isBetween(0.0, FETCH_REQUESTS);
      assertThat(Math.min(produced, fetched)).isPositive();
    }
  }

  @Test
  void a_message_wakes_few_threads() throws Exception {
    Map<String, Counts> counts = countsOfMessages();
    counts.keySet().removeAll(List.of(SHARDS, BATCHES));

    assertThat(ofMessage(counts, Counts::waits)).as(counts.toString()).isBetween(0.3, WAKE_UPS);
  }

  @Test
  void a_message_and_its_deliveries_allocate_little() throws Exception {
    Map<String, Counts> counts = countsOfMessages();
    long shards = of(SHARDS, counts).allocatedBytes();

    assertThat((double) shards / MESSAGES / RECEIVERS).isBetween(1.0, DELIVERY_BYTES);
    assertThat(ofMessage(counts, Counts::allocatedBytes))
        .as(counts.toString())
        .isBetween(1.0, MESSAGE_BYTES);
  }

  /**
   * The counts for messages that follow each other, so that none share any work, without the counts
   * for the same time without messages.
   */
  private Map<String, Counts> countsOfMessages() throws Exception {
    connect("sender");
    User reader = User.register(rest, "reader");
    for (int i = 0; i < RECEIVERS; i++) {
      clients.add(SocketClient.connect(system.gateway(1), reader, room));
    }
    try (JvmCounters gateway = new JvmCounters(system.process("gateway-1"))) {
      deliver(WARM_UP);
      Map<Long, Counts> begin = gateway.threads();
      deliver(MESSAGES);
      Map<String, Counts> all = gateway.since(begin);
      Map<Long, Counts> end = gateway.threads();
      await()
          .atMost(PATIENCE)
          .until(() -> of(TICKS, gateway.since(end)).waits() >= of(TICKS, all).waits());
      Map<String, Counts> idle = gateway.since(end);
      Map<String, Counts> counts = new TreeMap<>();
      all.forEach((name, count) -> counts.put(name, count.minus(idle.get(name))));
      return counts;
    }
  }

  private void deliver(int messages) {
    for (int i = 0; i < messages; i++) {
      clients.get(0).send(message(room));
      clients.get(0).take(1, "ack");
      clients.subList(1, clients.size()).forEach(receiver -> receiver.take(1, "message"));
    }
  }

  /**
   * Sends by a schedule; late messages follow at once, so the rate is the same on a busy machine.
   */
  private static void everyMillisecond(IntConsumer sending, BooleanSupplier done) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger next = new AtomicInteger();
    Runnable send =
        () -> {
          if (next.get() < SENT) {
            sending.accept(next.getAndIncrement());
          }
        };
    var unused = timer.scheduleAtFixedRate(send, 0, 1, TimeUnit.MILLISECONDS);
    try {
      await().atMost(PATIENCE).until(done::getAsBoolean);
    } finally {
      timer.shutdownNow();
    }
  }

  private void connect(String name, String... rooms) {
    clients.add(SocketClient.connect(system.gateway(1), User.register(rest, name), rooms));
  }

  private static Map<String, String> message(String room) {
    return Map.of("type", "send", "room", room, "content", "x".repeat(100));
  }

  private static Counts of(String thread, Map<String, Counts> counts) {
    return Objects.requireNonNull(counts.get(thread), thread);
  }

  private static double ofMessage(Map<String, Counts> counts, ToLongFunction<Counts> count) {
    return (double) counts.values().stream().mapToLong(count).sum() / MESSAGES;
  }
}
