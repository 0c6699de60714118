package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.TopicCollection;
import org.junit.jupiter.api.Test;

/** A feed whose consumer has new metadata, while the cluster does not tell the topic's id. */
class TopicCheckTest {

  private static final RealLog LOG = RealLog.shared();

  private final String room = RealLog.newRoom();

  @Test
  void records_are_held_back_until_the_topic_id_is_known() throws Throwable {
    Map<String, Object> learningOften =
        Map.of("bootstrap.servers", LOG.brokers(), "metadata.max.age.ms", 50);
    long before = Seq.of(LOG.epoch().epoch(), LOG.append(room, "before"));
    try (SilentAdmin admin = new SilentAdmin(LOG.brokers());
        RunningFeed running =
            new RunningFeed(
                LOG, new FeedConsumers(learningOften), new LogEpochs(admin, LOG.tables))) {
      admin.silent = true;
      RealLog.eventually(
          () -> {
            LOG.append(room, "m");
            assertThat(admin.askedInVain).hasValueGreaterThan(2);
          });
      long taken = running.feed.logOf(room).end();
      LOG.append(room, "held");

      assertThat(running.feed.isReady()).isTrue();
      assertThat(running.eventsOf(room)).first().extracting(LoggedEvent::seq).isEqualTo(before);
      assertThat(running.feed.logOf(room).end()).isEqualTo(taken);

      admin.silent = false;
      long last = Seq.of(LOG.epoch().epoch(), LOG.append(room, "last"));
      RealLog.eventually(
          () ->
              assertThat(running.eventsOf(room))
                  .last()
                  .extracting(LoggedEvent::seq)
                  .isEqualTo(last));
      assertThat(running.resets).hasValue(0);
    }
  }

  /** Queries a port without a server while it is silent. */
  private static final class SilentAdmin extends ForwardingAdmin {

    private final Admin unreachable = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"));
    final AtomicInteger askedInVain = new AtomicInteger();
    volatile boolean silent;

    SilentAdmin(String brokers) {
      super(Map.of("bootstrap.servers", brokers));
    }

    @Override
    public DescribeTopicsResult describeTopics(
        TopicCollection topics, DescribeTopicsOptions options) {
      if (silent) {
        askedInVain.incrementAndGet();
        return unreachable.describeTopics(topics, options.timeoutMs(100));
      }
      return super.describeTopics(topics, options);
    }

    @Override
    public void close(Duration timeout) {
      unreachable.close(timeout);
      super.close(timeout);
    }
  }
}
