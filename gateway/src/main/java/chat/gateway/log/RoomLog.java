package chat.gateway.log;

import static chat.edge.problem.ProblemCode.TOO_LARGE;
import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Appends events to the log of their room. */
public final class RoomLog {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final BatchedSends sends;
  private final LogState state;
  private final Appends appends;
  private final LogSettings settings;
  private final Deadlines deadlines;
  private final byte[] gateway;

  /** A log to which a nameless process appends. */
  public RoomLog(
      BatchedSends sends,
      LogState state,
      Appends appends,
      LogSettings settings,
      Deadlines deadlines) {
    this(sends, state, appends, settings, deadlines, "");
  }

  /**
   * A log.
   *
   * @param gateway the name in the headers of its records; empty for none
   */
  RoomLog(
      BatchedSends sends,
      LogState state,
      Appends appends,
      LogSettings settings,
      Deadlines deadlines,
      String gateway) {
    this.gateway = RecordHeaders.bytes(gateway);
    this.sends = sends;
    this.state = state;
    this.appends = appends;
    this.settings = settings;
    this.deadlines = deadlines;
  }

  /**
   * Appends an event.
   *
   * @param condition under which the record is an event; if it does not hold, the record is void
   * @return its seq, once all in-sync replicas have it and this gateway has read it back. Fails
   *     with a {@link Refusal}: after {@code unavailable} it is unknown whether the event was or
   *     will be written, so a retry has the same id, by which readers drop duplicates; after any
   *     other code it was not and will not be written
   */
  public CompletableFuture<Appended> append(
      RoomEvent event, Identity identity, Condition condition) {
    return append(event, RoomEventCodec.encode(event), identity, condition);
  }

  /** The same for an event that was encoded already. */
  public CompletableFuture<Appended> append(
      RoomEvent event, byte[] value, Identity identity, Condition condition) {
    int partitions = state.partitions();
    boolean closed = partitions == 0 || state.isDown() || state.isLeaderless(event.room());
    if (closed || appends.size() >= settings.inFlight()) {
      return CompletableFuture.failedFuture(unavailable());
    }
    // Made before the append is registered: if this throws, no append is left waiting.
    ProducerRecord<String, byte[]> record = record(event, identity, condition, value, partitions);
    CompletableFuture<Appended> append = new CompletableFuture<>();
    CompletableFuture<Appended> earlier = appends.begin(identity, value, append);
    if (earlier != null) {
      return refusing(earlier.thenApply(Appended::byAnother));
    }
    deadlines.set(append, settings.appendTimeout());
    send(record, append, event instanceof Message message && message.imported());
    return refusing(append);
  }

  /** The refusal of calls that need the log while it is unreachable. */
  public static Refusal unavailable() {
    return Refusal.until(UNAVAILABLE, "the room log does not answer at present", RETRY_AFTER);
  }

  /**
   * The callback handles failures only; the append completes when the feed reads the record back.
   */
  private void send(
      ProducerRecord<String, byte[]> record,
      CompletableFuture<Appended> append,
      boolean patiently) {
    Callback callback =
        (metadata, error) -> {
          if (error != null) {
            append.completeExceptionally(error);
          }
        };
    if (patiently) {
      sends.sendPatiently(record, callback);
    } else {
      sends.send(record, callback);
    }
  }

  private ProducerRecord<String, byte[]> record(
      RoomEvent event, Identity identity, Condition condition, byte[] value, int partitions) {
    int partition = RoomPartition.of(event.room(), partitions);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.MESSAGES, partition, event.room(), value);
    RecordHeaders.write(record.headers()::add, event.id(), event.type());
    boolean binary = settings.binaryHeaders();
    byte[] identityHeader = binary ? identity.toBinary() : identity.toBytes();
    byte[] conditionHeader = binary ? condition.toBinary() : condition.toBytes();
    record.headers().add(new RecordHeader(RecordHeaders.IDENTITY, identityHeader));
    record.headers().add(new RecordHeader(RecordHeaders.CONDITION, conditionHeader));
    if (gateway.length > 0) {
      record.headers().add(new RecordHeader(RecordHeaders.GATEWAY, gateway));
    }
    return record;
  }

  private static CompletableFuture<Appended> refusing(CompletableFuture<Appended> append) {
    return append.exceptionallyCompose(error -> CompletableFuture.failedFuture(refusal(error)));
  }

  private static Refusal refusal(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof RecordTooLargeException
        ? Refusal.of(TOO_LARGE, "the message is larger than the log takes")
        : Refusal.from(error);
  }
}
