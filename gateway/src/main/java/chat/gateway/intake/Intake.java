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
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/**
 * The way of every message into the log, from whatever kind of client: once under its id, however
 * often and at however many gateways it is sent.
 */
@Component
public final class Intake {

  private final RoomFeed feed;
  private final RoomLog roomLog;
  private final History history;
  private final InstantSource clock;

  Intake(RoomFeed feed, RoomLog roomLog, History history, InstantSource clock) {
    this.feed = feed;
    this.roomLog = roomLog;
    this.history = history;
    this.clock = clock;
  }

  /**
   * Sends a message.
   *
   * @return the message at its place; fails with a {@link Refusal}, of which {@code unavailable}
   *     alone leaves it unknown whether the message is or will be in the log
   */
  public CompletableFuture<Sent> send(Author sender, SendRequest request) {
    if (!request.attachments().isEmpty()) {
      return CompletableFuture.failedFuture(Refusal.of(NOT_FOUND, "no such file"));
    }
    Message message = message(sender, request);
    int digest = ContentDigest.of(request.content(), request.replyTo(), request.attachments());
    Identity identity = Identity.of(message, digest);
    PartitionLog log = feed.logOf(request.room());
    long known = log.find(identity);
    if (known != Seq.NONE) {
      return again(log, identity, request.room(), known);
    }
    return roomLog
        .append(message, identity)
        .thenCompose(
            appended ->
                appended.own()
                    ? CompletableFuture.completedFuture(new Sent(message, appended.seq(), true))
                    : again(log, identity, message.room(), appended.seq()));
  }

  private Message message(Author sender, SendRequest request) {
    String id = request.id() == null ? UUID.randomUUID().toString() : request.id();
    return new Message(
        request.room(),
        id,
        sender,
        request.content(),
        clock.millis(),
        request.replyTo(),
        List.of(),
        List.of());
  }

  /** It stands there already: then what stands there is the answer, if it says the same. */
  private CompletableFuture<Sent> again(
      PartitionLog log, Identity identity, String room, long seq) {
    if (log.conflicts(identity)) {
      return CompletableFuture.failedFuture(
          Refusal.of(CONFLICT, "another message was sent under this id"));
    }
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
