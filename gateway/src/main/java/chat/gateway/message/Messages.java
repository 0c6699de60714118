package chat.gateway.message;

import static chat.edge.problem.ProblemCode.CONFLICT;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Condition;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.limits.Limits;
import chat.gateway.log.Appended;
import chat.gateway.log.Decisions;
import chat.gateway.log.EventIds;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.room.Permit;
import chat.gateway.room.RoomAccess;
import chat.tracing.Stretch;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Appends messages to the log, for clients of every kind: each message once under its id, however
 * often and at however many gateways it is sent, and only if its sender may write in the room.
 */
public final class Messages {

  private final Function<String, PartitionLog> logs;
  private final RoomLog roomLog;
  private final RoomAccess access;
  private final History history;
  private final EarlierSends earlierSends;
  private final Limits limits;
  private final References references;
  private final EventIds ids;
  private final InstantSource clock;
  private final SendMeter meter;

  public Messages(
      Function<String, PartitionLog> logs,
      RoomLog roomLog,
      RoomAccess access,
      History history,
      EarlierSends earlierSends,
      Limits limits,
      References references,
      EventIds ids,
      InstantSource clock,
      SendMeter meter) {
    this.logs = logs;
    this.roomLog = roomLog;
    this.access = access;
    this.history = history;
    this.earlierSends = earlierSends;
    this.limits = limits;
    this.references = references;
    this.ids = ids;
    this.clock = clock;
    this.meter = meter;
  }

  /**
   * Sends a message.
   *
   * @param order the order of the requests of this caller
   * @return the message in the log; fails with a {@link Refusal}, of which {@code unavailable}
   *     alone leaves it unknown whether the message is or will be in the log
   * @throws Refusal if too many requests of this caller have not ended
   */
  public CompletionStage<Sent> send(Author sender, SendRequest request, ClientOrder order) {
    return send(sender, request, order, SendRules.OF_USERS);
  }

  /** Sends a message by other rules. */
  public CompletionStage<Sent> send(
      Author sender, SendRequest request, ClientOrder order, SendRules rules) {
    return order.send(
        request.room(), turn -> send(MessageDraft.of(sender, request, ids), turn, rules));
  }

  /** Emits an event that is kept: like a message, but of another type. */
  public CompletionStage<Sent> emit(Author sender, EmitRequest request, ClientOrder order) {
    return order.send(
        request.room(),
        turn -> send(EventDraft.of(sender, request, ids), turn, SendRules.OF_USERS));
  }

  private CompletableFuture<Sent> send(Draft draft, ClientOrder.Turn<Sent> turn, SendRules rules) {
    Stretch stretch = meter.begin(draft.room());
    try {
      if (rules.limited()) {
        limits.acquireSend(draft.sender().id());
      }
      PartitionLog log = logs.apply(draft.room());
      return meter.timed(new Submission(log, draft, turn, stretch, rules).run(), stretch);
    } catch (Refusal refusal) {
      return meter.timed(CompletableFuture.failedFuture(refusal), stretch);
    }
  }

  /** One send. */
  private final class Submission {

    private final PartitionLog log;
    private final Draft draft;
    private final ClientOrder.Turn<Sent> turn;
    private final Stretch stretch;
    private final SendRules rules;
    private boolean isVoid;

    /** Whether the send was counted against the room's budget, which outsiders must not use up. */
    private boolean counted;

    /** The seq up to which an earlier send was looked for; the decision is as of no later seq. */
    private long lookedAsOf = Long.MAX_VALUE;

    Submission(
        PartitionLog log,
        Draft draft,
        ClientOrder.Turn<Sent> turn,
        Stretch stretch,
        SendRules rules) {
      this.log = log;
      this.draft = draft;
      this.turn = turn;
      this.stretch = stretch;
      this.rules = rules;
    }

    CompletableFuture<Sent> run() {
      return Decisions.decide(Decisions.SEND_TRIES, this::round);
    }

    private CompletableFuture<Optional<Sent>> round() {
      if (!isVoid) {
        return draft.retry() ? lookBack() : sendOnce();
      }
      // A void try may have taken so long that the window has forgotten an earlier send.
      return turn.again().thenCompose(now -> lookBack());
    }

    /** Looks for the message in the past beyond the window, then sends it. */
    private CompletableFuture<Optional<Sent>> lookBack() {
      return earlierSends
          .find(log, draft, rules.importedAt() != null)
          .thenCompose(
              earlier -> {
                lookedAsOf = earlier.asOf();
                return earlier.seq() == Seq.NONE
                    ? sendOnce()
                    : again(log, draft.room(), earlier.seq()).thenApply(Optional::of);
              });
    }

    private CompletableFuture<Optional<Sent>> sendOnce() {
      long known = log.find(draft.identity());
      return known == Seq.NONE
          ? ready().thenCompose(this::append)
          : knownAt(log, draft, known).thenApply(Optional::of);
    }

    /** The message with the permit to append it, once it is its turn. */
    private CompletableFuture<Ready> ready() {
      return permit()
          .thenCompose(
              permit -> {
                count();
                return draft
                    .resolve(log, references, clock.millis())
                    .thenApply(event -> new Ready(asSent(event), permit));
              })
          .thenCompose(this::inTurn);
    }

    private RoomEvent asSent(RoomEvent event) {
      Long importedAt = rules.importedAt();
      return importedAt != null && event instanceof Message message
          ? message.importedAt(importedAt)
          : event;
    }

    private CompletableFuture<Permit> permit() {
      if (!rules.asService()) {
        return access.write(draft.room(), draft.sender());
      }
      return rules.importedAt() == null
          ? access.serveMaking(draft.room(), draft.sender())
          : access.serve(draft.room(), draft.sender());
    }

    private void count() {
      if (rules.limited() && !counted) {
        limits.acquireSend(draft.sender().id(), draft.room());
        counted = true;
      }
    }

    private CompletableFuture<Ready> inTurn(Ready ready) {
      OptionalLong asOf =
          turn.enter(Math.min(lookedAsOf, ready.permit.asOf()), ready.permit.inTurn());
      return asOf.isEmpty()
          ? turn.idle().thenCompose(idle -> ready())
          : CompletableFuture.completedFuture(
              new Ready(ready.message, ready.permit.asOf(asOf.getAsLong())));
    }

    private CompletableFuture<Optional<Sent>> append(Ready ready) {
      Refusal tooEarly = ready.permit.tooEarly();
      if (tooEarly != null) {
        return CompletableFuture.failedFuture(tooEarly);
      }
      Condition condition = ready.permit.messageCondition(ready.message, draft.sender().id());
      byte[] value = RoomEventCodec.encode(ready.message);
      CompletableFuture<Appended> appending =
          stretch.within(() -> roomLog.append(ready.message, value, draft.identity(), condition));
      turn.appended();
      return appending.thenCompose(appended -> answer(ready.message, value, appended));
    }

    private CompletableFuture<Optional<Sent>> answer(
        RoomEvent message, byte[] value, Appended appended) {
      isVoid = appended.isVoid();
      return switch (appended.outcome()) {
        case OWN ->
            CompletableFuture.completedFuture(Optional.of(first(message, value, appended.seq())));
        case DUPLICATE -> knownAt(log, draft, appended.seq()).thenApply(Optional::of);
        case VOID -> CompletableFuture.completedFuture(Optional.empty());
      };
    }
  }

  /** A message or emitted event, and the permit to append it. */
  private record Ready(RoomEvent message, Permit permit) {}

  private static Sent first(RoomEvent message, byte[] value, long seq) {
    LoggedEvent event = new LoggedEvent(message.room(), message.type(), seq, Seq.NONE, value);
    return new Sent(event, message.id(), message.at(), true);
  }

  private CompletableFuture<Sent> knownAt(PartitionLog log, Draft draft, long seq) {
    if (log.conflicts(draft.identity())) {
      return CompletableFuture.failedFuture(
          Refusal.of(CONFLICT, "something else was sent under this id"));
    }
    return again(log, draft.room(), seq);
  }

  /** The message that is in the log already. */
  private CompletableFuture<Sent> again(PartitionLog log, String room, long seq) {
    return history
        .at(log, room, seq)
        .thenApply(
            event ->
                event
                    .filter(LoggedEvent::isSent)
                    .map(Sent::before)
                    .orElseThrow(RoomLog::unavailable));
  }
}
