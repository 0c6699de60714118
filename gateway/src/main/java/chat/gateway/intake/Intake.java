package chat.gateway.intake;

import static chat.gateway.problem.ProblemCode.CONFLICT;
import static chat.gateway.problem.ProblemCode.NOT_FOUND;

import chat.contract.Author;
import chat.contract.ContentDigest;
import chat.contract.Identity;
import chat.contract.Message;
import chat.contract.RoomEventCodec;
import chat.contract.Seq;
import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way of every message into the log, from whatever kind of client: once under its id, however
 * often and at however many gateways it is sent.
 */
public final class Intake {

  private final Function<String, PartitionLog> logs;
  private final RoomLog roomLog;
  private final History history;
  private final EarlierSends earlierSends;
  private final Limits limits;
  private final InstantSource clock;

  Intake(
      Function<String, PartitionLog> logs,
      RoomLog roomLog,
      History history,
      EarlierSends earlierSends,
      Limits limits,
      InstantSource clock) {
    this.logs = logs;
    this.roomLog = roomLog;
    this.history = history;
    this.earlierSends = earlierSends;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Sends a message.
   *
   * @return two stages: the message has its place among what the same caller sends to the same
   *     room; and the message in the log. They fail with a {@link Refusal}, of which {@code
   *     unavailable} alone leaves it unknown whether the message is or will be in the log
   */
  public Sending send(Author sender, SendRequest request) {
    if (!request.attachments().isEmpty()) {
      return Sending.refused(Refusal.of(NOT_FOUND, "no such file"));
    }
    Message message = message(sender, request);
    int digest = ContentDigest.of(request.content(), request.replyTo(), request.attachments());
    Identity identity = Identity.of(message, digest);
    PartitionLog log;
    try {
      limits.takeSend(sender.id(), request.room());
      log = logs.apply(request.room());
    } catch (Refusal refusal) {
      return Sending.refused(refusal);
    }
    if (!request.retry() || log.find(identity) != Seq.NONE) {
      return Sending.begun(sendOnce(log, message, identity));
    }
    return Sending.after(
        earlierSends.find(log, message, identity),
        earlier ->
            earlier.isPresent()
                ? again(log, message.room(), earlier.get())
                : sendOnce(log, message, identity));
  }

  private Message message(Author sender, SendRequest request) {
    String id = request.id();
    return new Message(
        request.room(),
        id == null ? UUID.randomUUID().toString() : id,
        sender,
        request.content(),
        clock.millis(),
        request.replyTo(),
        List.of(),
        List.of());
  }

  private CompletableFuture<Sent> sendOnce(PartitionLog log, Message message, Identity identity) {
    long known = log.find(identity);
    if (known != Seq.NONE) {
      return knownAt(log, message, identity, known);
    }
    return roomLog
        .append(message, identity)
        .thenCompose(
            appended ->
                appended.own()
                    ? CompletableFuture.completedFuture(new Sent(message, appended.seq(), true))
                    : knownAt(log, message, identity, appended.seq()));
  }

  private CompletableFuture<Sent> knownAt(
      PartitionLog log, Message message, Identity identity, long seq) {
    if (log.conflicts(identity)) {
      return CompletableFuture.failedFuture(
          Refusal.of(CONFLICT, "another message was sent under this id"));
    }
    return again(log, message.room(), seq);
  }

  /** What stands there already is the answer. */
  private CompletableFuture<Sent> again(PartitionLog log, String room, long seq) {
    return history
        .after(log, room, seq - 1, EventKind.MESSAGE, 1)
        .thenApply(events -> new Sent(decode(events, seq), seq, false));
  }

  private static Message decode(List<LoggedEvent> events, long seq) {
    if (events.isEmpty() || events.get(0).seq() != seq) {
      throw RoomLog.unavailable();
    }
    return (Message) RoomEventCodec.decode(events.get(0).value());
  }
}
