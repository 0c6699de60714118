package chat.gateway.session;

import static chat.edge.problem.ProblemCode.RATE_LIMITED;

import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.SendOrder;
import chat.gateway.message.SendRequest;
import chat.gateway.message.Sending;
import chat.gateway.message.Sent;
import chat.gateway.message.Target;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends and changes messages of one client: those of a room in the order of its frames. */
final class SessionMessages {

  private static final Duration IN_FLIGHT_BACK_OFF = Duration.ofSeconds(1);

  private final Connection connection;
  private final SessionServices services;
  private final SessionAnswers answers;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Lanes sends = new Lanes();
  private final SendOrder order = new SendOrder();

  SessionMessages(Connection connection, SessionServices services, SessionAnswers answers) {
    this.connection = connection;
    this.services = services;
    this.answers = answers;
  }

  /** Sends a message; its answer follows when the log has it. */
  void send(@Nullable String ref, SignedIn sender, ClientFrame frame) {
    SendRequest request =
        SendRequest.of(
            frame.optionalText("room"),
            frame.optionalText("id"),
            frame.optionalText("content"),
            frame.optionalSeq("replyTo"),
            frame.optionalTexts("attachments"),
            frame.optionalBoolean("retry"));
    acquireInFlight();
    sends.run(request.room(), () -> send(ref, sender, request));
  }

  private CompletableFuture<Void> send(@Nullable String ref, SignedIn sender, SendRequest request) {
    Sending sending = services.messages().send(sender.user(), request, order);
    sending
        .sent()
        .whenComplete(
            (sent, error) -> {
              inFlight.decrementAndGet();
              if (error == null) {
                connection.send(ack(ref, sent));
              } else {
                answers.refuse(ref, request.room(), Refusal.from(error));
              }
            });
    return sending.begun();
  }

  /** Edits, deletes or reacts to a message. */
  void change(@Nullable String ref, SignedIn user, ClientFrame frame) {
    MessageChanges changes = services.changes();
    Target target = Target.of(frame.room(), frame.optionalSeq("seq"));
    Supplier<CompletableFuture<Long>> change =
        switch (frame.type()) {
          case "edit" -> {
            String content = Target.content(frame.optionalText("content"));
            yield () -> changes.edit(user.user(), target.room(), target.seq(), content);
          }
          case "delete" -> () -> changes.delete(user.user(), target.room(), target.seq());
          default -> {
            boolean remove = Boolean.TRUE.equals(frame.optionalBoolean("remove"));
            String emoji = Target.emoji(frame.optionalText("emoji"), remove);
            yield () -> changes.react(user.user(), target.room(), target.seq(), emoji, remove);
          }
        };
    acquireInFlight();
    sends.run(target.room(), () -> answered(ref, target.room(), change));
  }

  /** Completes with the change, so that the next one of this client follows it. */
  private CompletableFuture<Void> answered(
      @Nullable String ref, String room, Supplier<CompletableFuture<Long>> change) {
    return CompletableFuture.completedFuture(room)
        .thenCompose(first -> change.get())
        .handle(
            (seq, error) -> {
              inFlight.decrementAndGet();
              if (error == null) {
                connection.send(ServerFrames.ack(ref, room, seq));
              } else {
                answers.refuse(ref, room, Refusal.from(error));
              }
              return null;
            });
  }

  private void acquireInFlight() {
    if (inFlight.get() >= SocketSettings.IN_FLIGHT) {
      throw Refusal.until(RATE_LIMITED, "too many sends wait for their answer", IN_FLIGHT_BACK_OFF);
    }
    inFlight.incrementAndGet();
  }

  private static Frame ack(@Nullable String ref, Sent sent) {
    return ServerFrames.ack(ref, sent.event().room(), sent.id(), sent.seq(), sent.at());
  }
}
