package chat.gateway.session;

import chat.contract.ApplicationData;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.message.ClientOrder;
import chat.gateway.message.EmitRequest;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.MessageEdit;
import chat.gateway.message.SendRequest;
import chat.gateway.message.Sent;
import chat.gateway.message.Target;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends and changes messages of one client: those of a room in the order of its frames. */
final class SessionMessages {

  private final Connection connection;
  private final SessionServices services;
  private final SessionAnswers answers;
  private final ClientOrder order = new ClientOrder(SocketSettings.IN_FLIGHT);

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
            frame.field(ApplicationData.FIELD),
            frame.optionalBoolean("retry"));
    answer(
        ref,
        request.room(),
        services.messages().send(sender.user(), request, order),
        sent -> ack(ref, sent));
  }

  /** Emits an event; one that is kept is answered when the log has it. */
  void emit(@Nullable String ref, SignedIn sender, ClientFrame frame) {
    EmitRequest request =
        EmitRequest.of(
            frame.optionalText("room"),
            frame.optionalText("name"),
            frame.field(ApplicationData.FIELD),
            frame.optionalText("id"),
            frame.optionalBoolean("keep"),
            frame.optionalBoolean("retry"));
    if (request.keep()) {
      answer(
          ref,
          request.room(),
          services.messages().emit(sender.user(), request, order),
          sent -> ack(ref, sent));
    } else {
      answers.whenDone(
          ref, request.room(), () -> services.emissions().emit(sender.user(), request));
    }
  }

  /** Edits, deletes or reacts to a message. */
  void change(@Nullable String ref, SignedIn user, ClientFrame frame) {
    MessageChanges changes = services.changes();
    Target target = Target.of(frame.room(), frame.optionalSeq("seq"));
    Supplier<CompletableFuture<Long>> change =
        switch (frame.type()) {
          case "edit" -> {
            MessageEdit edit =
                MessageEdit.of(frame.optionalText("content"), frame.field(ApplicationData.FIELD));
            yield () -> changes.edit(user.user(), target.room(), target.seq(), edit);
          }
          case "delete" -> () -> changes.delete(user.user(), target.room(), target.seq());
          default -> {
            boolean remove = Boolean.TRUE.equals(frame.optionalBoolean("remove"));
            String emoji = Target.emoji(frame.optionalText("emoji"), remove);
            yield () -> changes.react(user.user(), target.room(), target.seq(), emoji, remove);
          }
        };
    answer(
        ref,
        target.room(),
        order.run(target.room(), change),
        seq -> ServerFrames.ack(ref, target.room(), seq));
  }

  private <T> void answer(
      @Nullable String ref, String room, CompletionStage<T> outcome, Function<T, Frame> ack) {
    outcome.whenComplete(
        (result, error) -> {
          if (error == null) {
            connection.send(ack.apply(result));
          } else {
            answers.refuse(ref, room, Refusal.from(error));
          }
        });
  }

  private static Frame ack(@Nullable String ref, Sent sent) {
    return ServerFrames.ack(ref, sent.event().room(), sent.id(), sent.seq(), sent.at());
  }
}
