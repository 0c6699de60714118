package chat.bench.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.RunningHub;
import chat.bench.measure.Table;
import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.Read;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.SignalCodec;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.Status;
import chat.epochs.LogEpochs;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.gateway.signals.Signals;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a record costs a gateway whose connections have not joined its room: processor time of the
 * thread that reads the topic, while records come at a constant rate from a real broker.
 */
public final class ReadCost implements Benchmark {

  private static final String FEED = "room-feed";
  private static final int ROOMS = 20_000;
  private static final int PEOPLE = 50_000;
  private static final int ROOMS_EACH = 3;
  private static final Duration WARM = Duration.ofSeconds(3);
  private static final Duration IDLE = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "read-cost";
  }

  @Override
  public String purpose() {
    return "what a record that nobody listens to costs a gateway, over a real broker";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("partitions", "24", "rates", "500,4000", "seconds", "5");
  }

  /**
   * A kind of records.
   *
   * @param thread what reads them
   */
  private record Measured(
      String name, String thread, LongFunction<ProducerRecord<String, byte[]>> records) {}

  @Override
  public void run(Options options) throws Exception {
    int partitions = options.number("partitions");
    BenchBackends servers = BenchBackends.start(partitions);
    Hub hub = RunningHub.start();
    try (CqlSession tables = servers.tables();
        Admin admin = servers.admin();
        Producer<String, byte[]> producer = servers.producer();
        Producer<String, byte[]> ours = servers.producer();
        MeasuredFeed feed =
            new MeasuredFeed(
                servers.consumer(),
                admin,
                ours,
                new LogEpochs(admin, tables),
                MeasuredRooms.sink(hub))) {
      Signals signals =
          Signals.over(
              ours, InstantSource.system(), InstantSource.system(), new SimpleMeterRegistry());
      TopicReader signalReader =
          reader(servers, Topic.SIGNALS, signals.delivery(hub, new UserConnections(), read -> {}));
      TopicReader presenceReader =
          reader(servers, Topic.PRESENCE, new MeasuredPresence(hub).handler());
      feed.start();
      signalReader.start();
      presenceReader.start();
      Table table = new Table(System.out, "records", "partitions", "a second", "µs a record");
      idle(table, partitions);
      for (Measured kind :
          List.of(
              new Measured("messages", FEED, ReadCost::message),
              new Measured("signals", Topic.SIGNALS + "-reader", ReadCost::marked),
              new Measured("presence", Topic.PRESENCE + "-reader", ReadCost::presence))) {
        measure(table, partitions, kind, new PacedProducer(producer, kind.records), options);
      }
      signalReader.stop();
      presenceReader.stop();
    }
    hub.stop();
  }

  private static TopicReader reader(BenchBackends servers, String topic, RecordHandler handler) {
    Map<String, Object> properties = servers.consumer();
    properties.put("auto.offset.reset", "latest");
    properties.put("enable.auto.commit", false);
    return new TopicReader(
        topic,
        StartPosition.end(),
        handler,
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /** The readers while nothing comes. */
  private static void idle(Table table, int partitions) throws InterruptedException {
    for (String thread : List.of(FEED, Topic.SIGNALS + "-reader", Topic.PRESENCE + "-reader")) {
      long before = processorNanos(thread);
      Thread.sleep(IDLE.toMillis());
      double share = (processorNanos(thread) - before) / (double) IDLE.toNanos();
      table.row("none: " + thread, partitions, 0, "%.2f %% of a processor".formatted(100 * share));
    }
  }

  private static void measure(
      Table table, int partitions, Measured kind, PacedProducer producer, Options options)
      throws InterruptedException {
    int[] rates =
        Arrays.stream(options.text("rates").split(",")).mapToInt(Integer::parseInt).toArray();
    for (int rate : rates) {
      long unused = producer.run(rate, WARM);
      long before = processorNanos(kind.thread);
      long records = producer.run(rate, Duration.ofSeconds(options.number("seconds")));
      double nanos = processorNanos(kind.thread) - before;
      table.row(kind.name, partitions, rate, nanos / 1e3 / records);
    }
  }

  private static long processorNanos(String thread) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().equals(thread))
        .mapToLong(info -> threads.getThreadCpuTime(info.getThreadId()))
        .findFirst()
        .orElseThrow();
  }

  private static ProducerRecord<String, byte[]> message(long number) {
    Message message = Records.message(room(number), number);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.MESSAGES, message.room(), RoomEventCodec.encode(message));
    record
        .headers()
        .add(RecordHeaders.ID, message.id().getBytes(UTF_8))
        .add(RecordHeaders.TYPE, Message.TYPE.getBytes(UTF_8))
        .add(RecordHeaders.IDENTITY, Records.identity(message).toBytes());
    return record;
  }

  private static int room(long number) {
    return Math.floorMod(number * 7919, ROOMS);
  }

  private static ProducerRecord<String, byte[]> marked(long number) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.SIGNALS, Records.room(room(number)), marker(number));
    RecordHeaders.write(record.headers()::add, "id" + number, Read.TYPE);
    record.headers().add(RecordHeaders.AUDIENCE, RecordHeaders.bytes(RecordHeaders.AUDIENCE_ROOM));
    return record;
  }

  private static byte[] marker(long number) {
    return SignalCodec.encode(
        new Read(Records.room(room(number)), user(number), (1L << 44) + number));
  }

  private static Author user(long number) {
    int user = Math.floorMod(number * 104_729, PEOPLE);
    return new Author("0190b5a6-0000-7000-8000-0000%08d".formatted(user), "user" + user);
  }

  private static ProducerRecord<String, byte[]> presence(long number) {
    Author user = user(number);
    Status status = number / PEOPLE % 2 == 0 ? Status.ONLINE : Status.AWAY;
    int first = room(Math.floorMod(user.hashCode(), PEOPLE));
    List<String> rooms =
        IntStream.range(0, ROOMS_EACH)
            .mapToObj(i -> Records.room((first + i * ROOMS / ROOMS_EACH) % ROOMS))
            .sorted()
            .toList();
    Presence presence = new Presence(user, status, 1_000, 1_000 + number, rooms);
    return new ProducerRecord<>(Topic.PRESENCE, user.id(), PresenceCodec.encode(presence));
  }
}
