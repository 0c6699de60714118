package chat.simulation;

import chat.contract.log.RecordHeaders;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's producer. It appends records to a partition in order; each record may fail before it
 * is written, or be written without an answer, late, or twice.
 */
final class SimulatedProducer extends MockProducer<String, byte[]> {

  private enum Fate {
    WRITTEN,
    NOT_WRITTEN,
    TOO_LARGE,
    WRITTEN_BUT_FAILED,
    WRITTEN_BUT_SILENT,
    WRITTEN_TWICE,
    FAILED_BUT_WRITTEN_LATER
  }

  private record Batch(ProducerRecord<String, byte[]> record, Callback callback) {}

  private final Host host;
  private final SimulatedLog log;
  private final Network network;
  private final Dice dice;
  private final Map<Integer, Queue<Batch>> queues = new HashMap<>();

  SimulatedProducer(Host host, SimulatedLog log, Network network, Dice dice) {
    this.host = host;
    this.log = log;
    this.network = network;
    this.dice = dice;
  }

  @Override
  public synchronized Future<RecordMetadata> send(
      ProducerRecord<String, byte[]> record, @Nullable Callback callback) {
    if (network.isTrouble() && dice.oneIn(8)) {
      throw new TimeoutException("no room in the buffer");
    }
    int partition = record.partition();
    Queue<Batch> queue = queues.computeIfAbsent(partition, first -> new ArrayDeque<>());
    queue.add(new Batch(record, Objects.requireNonNull(callback)));
    network.later(null, Network.APPEND, () -> next(queue));
    return new CompletableFuture<>();
  }

  private void next(Queue<Batch> queue) {
    Batch batch = queue.poll();
    if (batch == null) {
      return;
    }
    if (!host.isAlive() && dice.oneIn(2)) {
      // A record in flight when the process died may be lost, with all later ones.
      queue.clear();
      return;
    }
    Fate fate = network.isTrouble() ? dice.pick(List.of(Fate.values())) : Fate.WRITTEN;
    switch (fate) {
      case WRITTEN -> tell(batch, write(batch), null);
      case NOT_WRITTEN -> tell(batch, -1, new TimeoutException("not sent in time"));
      case TOO_LARGE -> tell(batch, -1, new RecordTooLargeException("too large"));
      case WRITTEN_BUT_FAILED -> tell(batch, write(batch), new TimeoutException("no answer"));
      case WRITTEN_BUT_SILENT -> write(batch);
      case WRITTEN_TWICE -> {
        write(batch);
        network.later(null, Network.APPEND, () -> write(batch));
        tell(batch, -1, null);
      }
      case FAILED_BUT_WRITTEN_LATER -> {
        // A producer gives up a record before it sends the later ones.
        answer(batch, -1, new TimeoutException("no answer"));
        network.later(null, Network.APPEND, () -> write(batch));
      }
    }
  }

  private long write(Batch batch) {
    ProducerRecord<String, byte[]> record = batch.record;
    return log.append(
        record.partition(),
        record.key(),
        record.value(),
        record.headers().lastHeader(RecordHeaders.TYPE).value(),
        record.headers().lastHeader(RecordHeaders.IDENTITY).value(),
        record.headers().lastHeader(RecordHeaders.CONDITION).value());
  }

  /** A producer returns the offset -1 for an acknowledged duplicate. */
  private void tell(Batch batch, long offset, @Nullable Exception error) {
    network.later(host, "answer to append", () -> answer(batch, offset, error));
  }

  private void answer(Batch batch, long offset, @Nullable Exception error) {
    TopicPartition partition = new TopicPartition(batch.record.topic(), batch.record.partition());
    RecordMetadata metadata = new RecordMetadata(partition, offset, 0, -1, -1, -1);
    if (host.isAlive()) {
      batch.callback.onCompletion(metadata, error);
    }
  }
}
