package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.edge.problem.Refusal;
import chat.gateway.message.ClientOrder;
import chat.gateway.message.EmitRequest;
import chat.gateway.message.Messages;
import chat.gateway.message.SendRequest;
import chat.gateway.message.SendRules;
import chat.gateway.message.Sent;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Joined;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one socket, as {@code ClientSession} is, but with answers that are quick to
 * tell from events: {@code #word ref …}.
 */
final class Session {

  private final String user;
  private final Connection connection;
  private final SimulatedGateway gateway;
  private final Messages messages;
  private final ClientOrder order = new ClientOrder(1000);
  private final ClientOrder attendance = new ClientOrder(1000);

  Session(String user, Connection connection, SimulatedGateway gateway, Messages messages) {
    this.user = user;
    this.connection = connection;
    this.gateway = gateway;
    this.messages = messages;
  }

  Connection connection() {
    return connection;
  }

  void join(String ref, String room, @Nullable Long after) {
    CompletionStage<Void> outcome =
        attendance.run(
            room,
            () ->
                gateway
                    .join(connection, user, room, after, joined -> joined(ref, joined))
                    .toCompletableFuture());
    outcome.exceptionally(
        error -> {
          connection.send(refusal(ref, error));
          return null;
        });
  }

  void leave(String ref, String room) {
    var unused =
        attendance.run(
            room,
            () -> {
              connection.leave(room, frame("#left " + ref));
              return CompletableFuture.completedFuture(null);
            });
  }

  void send(String ref, Said said, boolean retry) {
    if (said.emitted()) {
      emit(ref, said, retry);
      return;
    }
    SendRequest request =
        SendRequest.of(
            said.room(), said.id(), said.content(), null, null, JsonText.read(said.data()), retry);
    Author sender = new Author(said.sender(), said.sender());
    Long at = said.importedAt();
    SendRules rules = at == null ? SendRules.OF_USERS : SendRules.imported(at);
    answer(ref, messages.send(sender, request, order, rules).thenApply(Sent::seq));
  }

  private void emit(String ref, Said said, boolean retry) {
    EmitRequest request =
        EmitRequest.of(
            said.room(), "poll.vote", JsonText.read(said.data()), said.id(), true, retry);
    Author sender = new Author(said.sender(), said.sender());
    answer(ref, messages.emit(sender, request, order).thenApply(Sent::seq));
  }

  /**
   * Makes a change in a room after the earlier messages of this socket.
   *
   * @param change returns the seq of its event, or 0 if the answer has none
   */
  void change(String ref, String room, Supplier<CompletableFuture<Long>> change) {
    answer(ref, order.run(room, change));
  }

  private void answer(String ref, CompletionStage<Long> outcome) {
    outcome.whenComplete(
        (seq, error) ->
            connection.send(
                error == null ? frame("#ack " + ref + " " + seq) : refusal(ref, error)));
  }

  private static Frame joined(String ref, Joined joined) {
    return frame(
        "#joined " + ref + " " + joined.seq() + " " + joined.recovered() + " " + joined.missed());
  }

  private static Frame refusal(String ref, Throwable error) {
    return frame("#error " + ref + " " + Refusal.from(error).code());
  }

  private static Frame frame(String text) {
    return Frame.event("", "", text.getBytes(UTF_8));
  }
}
