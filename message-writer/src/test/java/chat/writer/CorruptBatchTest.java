package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks of a stream in which a broker's disk changed a byte. */
class CorruptBatchTest {

  @RegisterExtension static final HookedWriter WRITER = new HookedWriter();
  private static final ResolvedLog LOG = WRITER.log;
  private static final String UNREADABLE = "chat.webhooks.unreadable";

  private final String room = "r" + UUID.randomUUID();

  @Test
  void a_webhook_waits_before_it_and_goes_on_when_it_is_mended() throws Throwable {
    ConsumerRecord<byte[], byte[]> second = threeEvents();
    try (WebhookReceiver receiver = new WebhookReceiver();
        Damage damage = new Damage(second)) {
      DefinedWebhook held = WRITER.define(receiver.url(), room);
      awaitHeld(held);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));

      damage.mend();
      Eventually.holds(() -> assertThat(receiver.bodies(room)).isEqualTo(LOG.published(room)));
      Eventually.holds(() -> assertThat(WRITER.gauge(UNREADABLE)).isZero());
    }
  }

  @Test
  void a_webhook_goes_on_behind_it_when_it_is_removed() throws Throwable {
    ConsumerRecord<byte[], byte[]> second = threeEvents();
    TopicPartition partition = new TopicPartition(second.topic(), second.partition());
    try (WebhookReceiver receiver = new WebhookReceiver();
        Damage damage = new Damage(second)) {
      DefinedWebhook held = WRITER.define(receiver.url(), room);
      awaitHeld(held);

      WRITER
          .admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(second.offset() + 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(2));
      damage.mend();
    }
  }

  @Test
  void all_other_webhooks_go_on() throws Throwable {
    ConsumerRecord<byte[], byte[]> second = threeEvents();
    String other = inOtherPartition();
    say(other, 1);
    try (WebhookReceiver before = new WebhookReceiver();
        WebhookReceiver behind = new WebhookReceiver();
        WebhookReceiver elsewhere = new WebhookReceiver();
        Damage damage = new Damage(second)) {
      awaitHeld(WRITER.define(before.url(), room));
      WRITER.define(second.timestamp() + 1, behind.url(), room);
      WRITER.define(elsewhere.url(), other);
      Eventually.holds(() -> assertThat(behind.accepted()).hasSize(1));
      Eventually.holds(() -> assertThat(elsewhere.accepted()).hasSize(1));
      Eventually.holds(() -> assertThat(before.accepted()).hasSize(1));
      damage.mend();
    }
  }

  /** Three events of the room; gives the second one. */
  private ConsumerRecord<byte[], byte[]> threeEvents() throws Throwable {
    for (int count = 1; count <= 3; count++) {
      say(room, count);
    }
    return LOG.records(room).get(1);
  }

  private static void awaitHeld(DefinedWebhook hook) throws Throwable {
    Eventually.holds(() -> assertThat(hook.status("error")).isEqualTo("the events can't be read"));
    Eventually.holds(() -> assertThat(WRITER.gauge(UNREADABLE)).isOne());
  }

  /** Says a number of messages that the room has then; each is in a batch of its own. */
  private static void say(String room, int count) throws Throwable {
    WRITER.say(room, "m-" + count);
    Eventually.holds(() -> assertThat(LOG.published(room)).hasSize(count));
  }

  private String inOtherPartition() {
    String other = room;
    while (partition(other) == partition(room)) {
      other = "r" + UUID.randomUUID();
    }
    return other;
  }

  private static int partition(String room) {
    return RoomPartition.of(room, RoomOfLog.PARTITIONS);
  }

  /** A byte of a batch in the broker's file, which is changed until it is mended. */
  private static final class Damage implements AutoCloseable {

    /** Bytes of a batch before those that its length counts. */
    private static final int HEADER = 12;

    private final RandomAccessFile segment;
    private final long last;
    private boolean mended;

    Damage(ConsumerRecord<?, ?> record) throws Exception {
      segment =
          new RandomAccessFile(
              directory()
                  .resolve(record.topic() + "-" + record.partition())
                  .resolve("00000000000000000000.log")
                  .toFile(),
              "rw");
      last = lastByteOfBatch(record.offset());
      flip();
    }

    private static List<Integer> brokers() throws Exception {
      return WRITER.admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).stream()
          .map(Node::id)
          .toList();
    }

    private static Path directory() throws Exception {
      return Path.of(
          WRITER
              .admin
              .describeLogDirs(brokers())
              .allDescriptions()
              .get(30, TimeUnit.SECONDS)
              .values()
              .iterator()
              .next()
              .keySet()
              .iterator()
              .next());
    }

    private long lastByteOfBatch(long offset) throws IOException {
      long begin = 0;
      while (begin < segment.length()) {
        segment.seek(begin);
        long base = segment.readLong();
        long end = begin + HEADER + segment.readInt();
        if (base == offset) {
          return end - 1;
        }
        begin = end;
      }
      throw new EOFException("no batch begins at offset " + offset);
    }

    private void flip() throws IOException {
      segment.seek(last);
      int was = segment.read();
      segment.seek(last);
      segment.write(was ^ 1);
    }

    void mend() throws IOException {
      if (!mended) {
        mended = true;
        flip();
      }
    }

    @Override
    public void close() throws IOException {
      mend();
      segment.close();
    }
  }
}
