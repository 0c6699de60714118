package chat.gateway.log;

import chat.edge.guard.Loop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hands records to the producer: each at once while there are few, in batches of some milliseconds
 * while there are many. A request costs the broker, this process and each reader far more than a
 * record in it. The producer's own linger cannot do that: it delays a single record, too, and does
 * not change while the producer runs. The records of one thread keep their order.
 */
public final class BatchedSends extends Loop {

  /** Records per second from which they are gathered. */
  private static final int MANY = 150;

  /** The time to gather records that no client waits for. */
  private static final Duration PATIENT = Duration.ofMillis(8);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  private record Send(ProducerRecord<String, byte[]> record, Callback callback) {}

  private final Producer<String, byte[]> producer;
  private final Throughput throughput = new Throughput(MANY, System.nanoTime());

  /** Bounded by the appends in flight, see {@link LogSettings#inFlight}. */
  private final Queue<Send> queue = new ConcurrentLinkedQueue<>();

  /** Records that were added to the queue and not yet handed to the producer. */
  private final AtomicInteger queued = new AtomicInteger();

  /** Records that no client waits for; bounded like the others. */
  private final Queue<Send> patient = new ConcurrentLinkedQueue<>();

  private final Semaphore added = new Semaphore(0);

  /** The time to gather records, as of the last one. */
  private volatile Duration gather = Duration.ZERO;

  /** Creates a stopped instance, which hands each record over at once. */
  public BatchedSends(Producer<String, byte[]> producer) {
    super("append-batches", STOP_TIMEOUT);
    this.producer = producer;
  }

  /**
   * Sends a record.
   *
   * @param callback as of {@link Producer#send}; also receives exceptions that the producer throws
   */
  void send(ProducerRecord<String, byte[]> record, Callback callback) {
    Send send = new Send(record, callback);
    Duration time = throughput.gather(1, System.nanoTime());
    gather = time;
    if (queued.get() == 0 && (time.isZero() || !isRunning())) {
      handOver(send);
      return;
    }
    queued.incrementAndGet();
    queue.add(send);
    added.release();
    if (!isRunning()) {
      handOverAll(); // The loop may have ended before it saw this one.
    }
  }

  /**
   * Sends a record that no client waits for. It is gathered with others, and no record of {@link
   * #send} waits because there are many of them.
   *
   * @param callback as of {@link #send}
   */
  void sendPatiently(ProducerRecord<String, byte[]> record, Callback callback) {
    patient.add(new Send(record, callback));
    added.release();
    if (!isRunning()) {
      handOverAll();
    }
  }

  @Override
  protected Duration round() throws InterruptedException {
    if (added.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
      boolean unused = pause(patient.isEmpty() ? gather : PATIENT);
      added.drainPermits();
      handOverAll();
    }
    return Duration.ZERO;
  }

  @Override
  protected void finish() {
    handOverAll();
  }

  /** One thread at a time, so that records keep their order. */
  private synchronized void handOverAll() {
    for (Send send = queue.poll(); send != null; send = queue.poll()) {
      handOver(send);
      queued.decrementAndGet();
    }
    for (Send send = patient.poll(); send != null; send = patient.poll()) {
      handOver(send);
    }
  }

  private void handOver(Send send) {
    try {
      var unused = producer.send(send.record(), send.callback());
    } catch (RuntimeException error) {
      send.callback().onCompletion(null, error);
    }
  }
}
