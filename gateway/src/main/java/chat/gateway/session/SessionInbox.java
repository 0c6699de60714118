package chat.gateway.session;

import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.inbox.RoomLists;
import chat.gateway.limits.Limit;
import chat.sockets.fanout.Connection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lists one client's rooms, and tells the client from then on what is new in them. */
final class SessionInbox {

  private static final int USUAL_PAGE = 100;

  private final Connection connection;
  private final SessionServices services;
  private final SessionAnswers answers;

  SessionInbox(Connection connection, SessionServices services, SessionAnswers answers) {
    this.connection = connection;
    this.services = services;
    this.answers = answers;
  }

  /** Answers with a page of rooms. */
  void list(@Nullable String ref, SignedIn reader, ClientFrame frame) {
    int limit = frame.optionalInt("limit", 1, RoomLists.MAX_PAGE, USUAL_PAGE);
    String cursor = frame.optionalText("cursor");
    services.limits().acquire(Limit.READ_USER, reader.getName());
    CompletableFuture<Void> listed =
        services
            .inboxes()
            .list(
                connection, reader.getName(), limit, cursor, json -> ServerFrames.inbox(ref, json));
    var unused =
        listed.exceptionally(
            error -> {
              answers.refuse(ref, null, Refusal.from(error));
              return null;
            });
  }
}
