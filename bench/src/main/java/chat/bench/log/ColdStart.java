package chat.bench.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import com.datastax.oss.driver.api.core.CqlSession;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The speed at which a starting gateway reads the log from a real broker into memory. */
public final class ColdStart implements Benchmark {

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String purpose() {
    return "a gateway's feed from nothing to ready, over a real broker";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("records", "600000", "rooms", "2000", "rounds", "4");
  }

  @Override
  public void run(Options options) throws Exception {
    BenchBackends servers = BenchBackends.start();
    int records = options.number("records");
    Table table =
        new Table(
            System.out,
            "round",
            "records",
            "wall s",
            "records a second",
            "records a processor second");
    try (CqlSession tables = servers.tables();
        Admin admin = servers.admin();
        KafkaProducer<String, byte[]> producer = servers.producer()) {
      LogEpochs epochs = new LogEpochs(admin, tables);
      fill(producer, epochs.current(Topic.MESSAGES).partitions(), records, options.number("rooms"));
      for (int round = 1; round <= options.number("rounds"); round++) {
        try (MeasuredFeed feed = new MeasuredFeed(servers.consumer(), admin, producer, epochs)) {
          Work work = Work.of(feed::start);
          table.row(
              round,
              records,
              work.wall().toMillis() / 1e3,
              work.perSecond(records),
              1e6 / work.microsEach(records));
        }
      }
    }
  }

  /** Fills the partitions evenly, with at most the records that a gateway reads at its start. */
  private static void fill(
      KafkaProducer<String, byte[]> producer, int partitions, int records, int rooms) {
    for (int number = 0; number < records; number++) {
      Message message = Records.message(number % rooms, number);
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              Topic.MESSAGES,
              RoomPartition.of(message.room(), partitions),
              message.room(),
              RoomEventCodec.encode(message));
      record
          .headers()
          .add(RecordHeaders.ID, message.id().getBytes(UTF_8))
          .add(RecordHeaders.TYPE, Message.TYPE.getBytes(UTF_8))
          .add(RecordHeaders.IDENTITY, Records.identity(message).toBytes());
      var unused = producer.send(record);
    }
    producer.flush();
  }
}
