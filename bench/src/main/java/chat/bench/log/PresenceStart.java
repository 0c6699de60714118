package chat.bench.log;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.RunningHub;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import chat.contract.Author;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.Status;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.sockets.fanout.Hub;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a gateway's start costs when many users are online: the time to read the presence topic from
 * a real broker, and the memory of the users afterwards. Rooms have 20 users each.
 */
public final class PresenceStart implements Benchmark {

  private static final int ROOM_SIZE = 20;

  @Override
  public String name() {
    return "presence-start";
  }

  @Override
  public String purpose() {
    return "how long a gateway reads who is online when it starts, and the memory that it takes";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("people", "100000", "each", "3", "rounds", "2");
  }

  @Override
  public void run(Options options) throws Exception {
    int people = options.number("people");
    int each = options.number("each");
    BenchBackends servers = BenchBackends.start();
    try (Producer<String, byte[]> producer = servers.producer()) {
      for (int partition = 0;
          partition < producer.partitionsFor(Topic.PRESENCE).size();
          partition++) {
        // Waits until the partition has a leader; no value stands for an erased account.
        var unused =
            producer.send(new ProducerRecord<>(Topic.PRESENCE, partition, "no-user", null)).get();
      }
      for (int person = 0; person < people; person++) {
        var unused = producer.send(record(person, people, each));
      }
      producer.flush();
    }
    Table table =
        new Table(
            System.out,
            "round",
            "people",
            "seconds",
            "processor s",
            "heap MB",
            "bytes a person",
            "estimated");
    Hub hub = RunningHub.start();
    for (int round = 1; round <= options.number("rounds"); round++) {
      long before = usedHeap();
      MeasuredPresence presence = new MeasuredPresence(hub);
      CountDownLatch read = new CountDownLatch(1);
      TopicReader reader = reader(servers, new Watched(presence.handler(), read));
      Work work =
          Work.of(
              () -> {
                reader.start();
                read.await();
              });
      long used = usedHeap() - before;
      table.row(
          round,
          presence.online(),
          work.wall().toMillis() / 1e3,
          work.processor().toMillis() / 1e3,
          used >> 20,
          used / people,
          presence.estimatedBytes() / people);
      reader.stop();
    }
    hub.stop();
  }

  /** Tells when all records were handled. */
  private record Watched(RecordHandler handler, CountDownLatch read) implements RecordHandler {

    @Override
    public void begin(int partitions, Set<Integer> unread) {
      handler.begin(partitions, unread);
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> record) {
      handler.handle(record);
    }

    @Override
    public void polled(boolean caughtUp) {
      handler.polled(caughtUp);
      if (caughtUp) {
        read.countDown();
      }
    }
  }

  private static ProducerRecord<String, byte[]> record(int person, int people, int each) {
    Author user = new Author("0190b5a6-0000-7000-8000-0000%08d".formatted(person), "user" + person);
    int rooms = Math.max(each, people * each / ROOM_SIZE);
    List<String> joined =
        IntStream.range(0, each)
            .mapToObj(i -> Records.room((person + i * (rooms / each)) % rooms))
            .sorted()
            .toList();
    Presence presence = new Presence(user, Status.ONLINE, 1_000, 1_000, joined);
    return new ProducerRecord<>(Topic.PRESENCE, user.id(), PresenceCodec.encode(presence));
  }

  private static TopicReader reader(BenchBackends servers, RecordHandler handler) {
    Map<String, Object> properties = servers.consumer();
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", false);
    return new TopicReader(
        Topic.PRESENCE,
        StartPosition.start(),
        handler,
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
