package chat.gateway.intake;

import static chat.gateway.problem.ProblemCode.CONFLICT;

import chat.contract.Author;
import chat.contract.Message;
import chat.contract.RoomEventCodec;
import chat.contract.Seq;
import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Appended;
import chat.gateway.log.EventIds;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import chat.gateway.room.Permit;
import chat.gateway.room.RoomAccess;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way of every message into the log, from whatever kind of client: once under its id, however
 * often and at however many gateways it is sent, and only where its sender may write.
 */
public final class Intake {

  /** A try fails only if the sender's right to write changed meanwhile. */
  private static final int TRIES = 8;

  private final Function<String, PartitionLog> logs;
  private final RoomLog roomLog;
  private final RoomAccess access;
  private final History history;
  private final EarlierSends earlierSends;
  private final Limits limits;
  private final References references;
  private final EventIds ids;
  private final InstantSource clock;

  Intake(
      Function<String, PartitionLog> logs,
      RoomLog roomLog,
      RoomAccess access,
      History history,
      EarlierSends earlierSends,
      Limits limits,
      References references,
      EventIds ids,
      InstantSource clock) {
    this.logs = logs;
    this.roomLog = roomLog;
    this.access = access;
    this.history = history;
    this.earlierSends = earlierSends;
    this.limits = limits;
    this.references = references;
    this.ids = ids;
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
    Draft draft = Draft.of(sender, request, ids);
    PartitionLog log;
    try {
      limits.takeSend(sender.id(), draft.room());
      log = logs.apply(draft.room());
    } catch (Refusal refusal) {
      return Sending.refused(refusal);
    }
    long known = log.find(draft.identity());
    if (known != Seq.NONE) {
      return Sending.begun(knownAt(log, draft, known));
    }
    if (!request.retry()) {
      return Sending.after(prepare(log, draft), ready -> append(log, draft, ready, TRIES));
    }
    return Sending.after(
        earlierSends.find(log, draft), earlier -> unlessThere(log, draft, earlier, TRIES));
  }

  /** A message and the permit to append it. */
  private record Ready(Message message, Permit permit) {}

  private CompletableFuture<Ready> prepare(PartitionLog log, Draft draft) {
    return access
        .write(draft.room(), draft.sender())
        .thenCompose(
            permit ->
                references
                    .resolve(log, draft, clock.millis())
                    .thenApply(message -> new Ready(message, permit)));
  }

  /**
   * A try that was void may have taken so long that the window forgot what was sent before it: that
   * is looked for anew.
   */
  private CompletableFuture<Sent> sendAgain(PartitionLog log, Draft draft, int tries) {
    return earlierSends
        .find(log, draft)
        .thenCompose(earlier -> unlessThere(log, draft, earlier, tries));
  }

  private CompletableFuture<Sent> unlessThere(
      PartitionLog log, Draft draft, Optional<Long> earlier, int tries) {
    return earlier.isPresent()
        ? again(log, draft.room(), earlier.get())
        : sendOnce(log, draft, tries);
  }

  private CompletableFuture<Sent> sendOnce(PartitionLog log, Draft draft, int tries) {
    long known = log.find(draft.identity());
    if (known != Seq.NONE) {
      return knownAt(log, draft, known);
    }
    return prepare(log, draft).thenCompose(ready -> append(log, draft, ready, tries));
  }

  private CompletableFuture<Sent> append(PartitionLog log, Draft draft, Ready ready, int tries) {
    Refusal tooEarly = ready.permit.tooEarly();
    if (tooEarly != null) {
      return CompletableFuture.failedFuture(tooEarly);
    }
    return roomLog
        .append(
            ready.message,
            draft.identity(),
            ready.permit.messageCondition(ready.message, draft.sender().id()))
        .thenCompose(appended -> end(log, draft, ready.message, appended, tries));
  }

  private CompletableFuture<Sent> end(
      PartitionLog log, Draft draft, Message message, Appended appended, int tries) {
    return switch (appended.outcome()) {
      case OWN -> CompletableFuture.completedFuture(first(message, appended.seq()));
      case DOUBLE -> knownAt(log, draft, appended.seq());
      case VOID ->
          tries > 1
              ? sendAgain(log, draft, tries - 1)
              : CompletableFuture.failedFuture(RoomLog.unavailable());
    };
  }

  private static Sent first(Message message, long seq) {
    byte[] value = RoomEventCodec.encode(message);
    LoggedEvent event = new LoggedEvent(message.room(), message.type(), seq, Seq.NONE, value);
    return new Sent(event, message.id(), message.at(), true);
  }

  private CompletableFuture<Sent> knownAt(PartitionLog log, Draft draft, long seq) {
    if (log.conflicts(draft.identity())) {
      return CompletableFuture.failedFuture(
          Refusal.of(CONFLICT, "another message was sent under this id"));
    }
    return again(log, draft.room(), seq);
  }

  /** What stands there already is the answer. */
  private CompletableFuture<Sent> again(PartitionLog log, String room, long seq) {
    return history
        .after(log, room, seq - 1, EventKind.MESSAGE, 1)
        .thenApply(
            events ->
                Optional.ofNullable(Targets.at(events, seq))
                    .map(Sent::before)
                    .orElseThrow(RoomLog::unavailable));
  }
}
