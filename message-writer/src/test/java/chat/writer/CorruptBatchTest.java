package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks of a stream in which a broker's disk changed a byte. */
class CorruptBatchTest {

  private static final HookedWriter WRITER = new HookedWriter();
  private static final ResolvedLog LOG = WRITER.log;

  private final String room = "r" + UUID.randomUUID();

  @AfterAll
  static void close() {
    WRITER.close();
  }

  @AfterEach
  void delete() {
    WRITER.forget();
  }

  @Test
  void webhooks_wait_before_it_and_all_others_go_on_until_it_is_mended() throws Throwable {
    say(room, 1);
    say(room, 2);
    ConsumerRecord<byte[], byte[]> second = LOG.records(room).get(1);
    say(room, 3);
    String other = inOtherPartition();
    say(other, 1);
    try (WebhookReceiver before = new WebhookReceiver();
        WebhookReceiver behind = new WebhookReceiver();
        WebhookReceiver elsewhere = new WebhookReceiver();
        Damage damage = new Damage(second)) {
      DefinedWebhook held = WRITER.define(before.url(), room);
      Eventually.holds(
          () -> assertThat(held.status("error")).isEqualTo("the events can't be read"));
      assertThat(WRITER.gauge("chat.webhooks.unreadable")).isOne();
      WRITER.define(second.timestamp() + 1, behind.url(), room);
      WRITER.define(elsewhere.url(), other);
      Eventually.holds(() -> assertThat(behind.accepted()).hasSize(1));
      Eventually.holds(() -> assertThat(elsewhere.accepted()).hasSize(1));
      assertThat(before.accepted()).hasSize(1);

      damage.mend();
      Eventually.holds(() -> assertThat(before.bodies(room)).isEqualTo(LOG.published(room)));
      assertThat(WRITER.gauge("chat.webhooks.unreadable")).isZero();
    }
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
