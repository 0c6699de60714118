package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.Message;
import chat.contract.log.Identity;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import chat.gateway.log.LogVerdicts.Judged;
import chat.gateway.log.LogVerdicts.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Verdicts on the records of a real log. */
class LogVerdictsTest {

  private static final RealLog LOG = RealLog.shared();

  private final LogVerdicts verdicts = new LogVerdicts(LOG.consumers::open, Duration.ofSeconds(20));
  private final String room = RealLog.newRoom();

  @Test
  void a_repeated_message_names_the_first_record() throws Exception {
    long first = LOG.append(room, "m-1");
    long again = LOG.append(room, "m-1");

    Judged event = judge(first);
    assertThat(event.verdict()).isEqualTo(Verdict.EVENT);
    assertThat(event.room()).isEqualTo(room);
    assertThat(event.id()).isEqualTo("m-1");
    assertThat(event.type()).isEqualTo(Message.TYPE);
    assertThat(event.appendedAt()).isPositive();
    Judged duplicate = judge(again);
    assertThat(duplicate.verdict()).isEqualTo(Verdict.DUPLICATE);
    assertThat(duplicate.first()).isEqualTo(first);
  }

  @Test
  void a_record_names_the_gateway_that_appended_it() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      RoomLog named =
          new RoomLog(
              new BatchedSends(LOG.producer),
              running.feed,
              running.appends,
              RunningFeed.SETTINGS,
              Deadlines.SYSTEM,
              "gateway-7");
      Message message = RealLog.message(room, "m-1", 1);
      Identity identity = RealLog.identity(room, "m-1");
      Appended appended =
          named.append(message, identity, RunningFeed.IN_ANY_CASE).get(30, TimeUnit.SECONDS);

      Judged record = judge(Seq.offset(appended.seq()));
      assertThat(record.gateway()).isEqualTo("gateway-7");
      assertThat(record.verdict()).isEqualTo(Verdict.EVENT);
    }
  }

  @Test
  void an_offset_beyond_the_end_has_no_record() throws Exception {
    long last = LOG.append(room, "m-1");

    assertThat(verdicts.judge(log(), last + 1_000_000)).isEmpty();
  }

  private Judged judge(long offset) {
    return verdicts.judge(log(), offset).orElseThrow();
  }

  private PartitionLog log() {
    LogEpoch epoch = LOG.epoch();
    int partition = RoomPartition.of(room, epoch.partitions());
    return new PartitionLog(epoch, partition, 0, 0, 1, 1, Runnable::run);
  }
}
