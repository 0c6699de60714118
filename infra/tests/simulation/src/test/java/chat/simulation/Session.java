package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.edge.problem.Refusal;
import chat.gateway.message.Messages;
import chat.gateway.message.SendOrder;
import chat.gateway.message.SendRequest;
import chat.gateway.message.Sending;
import chat.gateway.session.Lanes;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Joined;
import java.util.concurrent.CompletableFuture;
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
  private final Lanes sends = new Lanes();
  private final SendOrder order = new SendOrder();
  private final Lanes attendance = new Lanes();

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
    attendance.run(
        room,
        () ->
            gateway
                .join(connection, user, room, after, joined -> joined(ref, joined))
                .exceptionally(
                    error -> {
                      connection.send(refusal(ref, error));
                      return null;
                    })
                .toCompletableFuture());
  }

  void leave(String ref, String room) {
    attendance.run(
        room,
        () -> {
          connection.leave(room, bytes("#left " + ref));
          return CompletableFuture.completedFuture(null);
        });
  }

  void send(String ref, Said said, boolean retry) {
    SendRequest request = SendRequest.of(said.room(), said.id(), said.content(), null, null, retry);
    sends.run(said.room(), () -> send(ref, said, request));
  }

  private CompletableFuture<Void> send(String ref, Said said, SendRequest request) {
    Sending sending = messages.send(new Author(said.sender(), said.sender()), request, order);
    sending
        .sent()
        .whenComplete(
            (sent, error) ->
                connection.send(
                    error == null ? bytes("#ack " + ref + " " + sent.seq()) : refusal(ref, error)));
    return sending.begun();
  }

  /**
   * Makes a change in a room after the earlier messages of this socket.
   *
   * @param change returns the seq of its event, or 0 if the answer has none
   */
  void change(String ref, String room, Supplier<CompletableFuture<Long>> change) {
    sends.run(
        room,
        () ->
            CompletableFuture.completedFuture(room)
                .thenCompose(first -> change.get())
                .handle(
                    (seq, error) -> {
                      connection.send(
                          error == null ? bytes("#ack " + ref + " " + seq) : refusal(ref, error));
                      return null;
                    }));
  }

  private static byte[] joined(String ref, Joined joined) {
    return bytes(
        "#joined " + ref + " " + joined.seq() + " " + joined.recovered() + " " + joined.missed());
  }

  private static byte[] refusal(String ref, Throwable error) {
    return bytes("#error " + ref + " " + Refusal.from(error).code());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
