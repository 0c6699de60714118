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

/** A feed whose consumer has learned new metadata, while the cluster doesn't name the topic. */
class DoubtfulTopicTest {

  private static final RealLog LOG = RealLog.shared();

  private final String room = RealLog.newRoom();

  @Test
  void records_are_held_back_until_the_topic_is_known_and_nothing_else_is_lost() throws Throwable {
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

  /** Asks a port where nothing listens while it is silent. */
  private static final class SilentAdmin extends ForwardingAdmin {

    private final Admin nobody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"));
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
        return nobody.describeTopics(topics, options.timeoutMs(100));
      }
      return super.describeTopics(topics, options);
    }

    @Override
    public void close(Duration timeout) {
      nobody.close(timeout);
      super.close(timeout);
    }
  }
}
