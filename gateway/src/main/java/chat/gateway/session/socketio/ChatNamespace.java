package chat.gateway.session.socketio;

import static chat.edge.problem.ProblemCode.UNAUTHENTICATED;

import chat.edge.problem.Problem;
import chat.edge.problem.Refusal;
import chat.gateway.account.issuer.BearerTokens;
import chat.gateway.account.token.Secret;
import chat.gateway.account.token.SignedIn;
import chat.gateway.log.StreamPosition;
import chat.gateway.session.ClientFrame;
import chat.gateway.session.ClientSession;
import chat.gateway.session.ClientSessions;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.socketio.ConnectRequest;
import chat.sockets.socketio.Namespace;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where Socket.IO clients get into the chat: with an access token, or not. Who brings a pass of an
 * earlier session goes on with that, if possible.
 */
final class ChatNamespace implements Namespace {

  private static final Logger LOG = LoggerFactory.getLogger(ChatNamespace.class);

  private final BearerTokens tokens;
  private final Secret passes;
  private final Hub hub;
  private final ClientSessions sessions;
  private final RoomKeeper keeper;
  private final Recovery recovery;
  private final BooleanSupplier ready;
  private final JsonMapper json;

  ChatNamespace(
      BearerTokens tokens,
      Secret passes,
      Hub hub,
      ClientSessions sessions,
      RoomKeeper keeper,
      Recovery recovery,
      BooleanSupplier ready,
      JsonMapper json) {
    this.tokens = tokens;
    this.passes = passes;
    this.hub = hub;
    this.sessions = sessions;
    this.keeper = keeper;
    this.recovery = recovery;
    this.ready = ready;
    this.json = json;
  }

  @Override
  public void connect(ConnectRequest request) {
    if (!ready.getAsBoolean()) {
      request.rejectForNow();
      return;
    }
    JsonNode token = request.auth().get("token");
    if (token == null || !token.isString()) {
      reject(request, Refusal.of(UNAUTHENTICATED, "auth.token: an access token is expected"));
      return;
    }
    var unused =
        tokens
            .verifyLater(token.stringValue())
            .whenComplete(
                (user, error) ->
                    rejectOnError(
                        request,
                        () -> {
                          if (error == null) {
                            connect(request, user);
                          } else {
                            reject(request, Refusal.from(error));
                          }
                        }));
  }

  private void connect(ConnectRequest request, SignedIn user) {
    try {
      sessions.check(user);
    } catch (Refusal refusal) {
      reject(request, refusal);
      return;
    }
    Pass pass = Pass.read(passes, user.user().id(), request.auth().get("pid"));
    if (pass == null) {
      begin(request, user);
    } else {
      resume(request, user, pass);
    }
  }

  private void reject(ConnectRequest request, Refusal refusal) {
    request.reject(refusal.detail(), json.valueToTree(Problem.of(refusal)));
  }

  private void begin(ConnectRequest request, SignedIn user) {
    Connection connection = hub.open(new SocketIoOutlet(request.socket(), true));
    endOnError(connection, () -> begin(request, user, connection));
  }

  private void begin(ConnectRequest request, SignedIn user, Connection connection) {
    Pass pass = Pass.issue(passes, user.user().id(), connection.session());
    KeptRooms kept = keep(connection, pass, Map.of());
    SocketIoClient client = new SocketIoClient(connection, kept);
    connection.send(acceptance(request, pass, client));
    ClientSession session = sessions.open(connection, user);
    session.follow(kept);
    client.begin(session);
    join(session, request, Set.of());
  }

  /** The earlier session is unknown here, so its rooms are looked up. */
  private void resume(ConnectRequest request, SignedIn user, Pass pass) {
    CompletionStage<@Nullable Map<String, Long>> found = keeper.find(pass.session());
    found.whenComplete(
        (rooms, error) -> rejectOnError(request, () -> resume(request, user, pass, rooms)));
  }

  private void resume(
      ConnectRequest request, SignedIn user, Pass pass, @Nullable Map<String, Long> rooms) {
    StreamPosition got = place(request.auth().get("offset"));
    if (rooms == null || (got == null && request.auth().has("offset"))) {
      begin(request, user);
      return;
    }
    SocketIoOutlet outlet = new SocketIoOutlet(request.socket(), false);
    Connection connection = hub.open(outlet);
    connection.cork();
    endOnError(
        connection,
        () -> {
          ClientSession session = sessions.open(connection, user);
          recovery
              .rejoin(connection, session, rooms, got)
              .whenComplete(
                  (done, error) ->
                      rejectOnError(
                          request,
                          () -> {
                            if (error != null || connection.isClosed()) {
                              connection.gone();
                              begin(request, user);
                            } else {
                              endOnError(
                                  connection, () -> goOn(request, pass, session, rooms, outlet));
                            }
                          }));
        });
  }

  private void goOn(
      ConnectRequest request,
      Pass pass,
      ClientSession session,
      Map<String, Long> rooms,
      SocketIoOutlet outlet) {
    Connection connection = session.connection();
    KeptRooms kept = keep(connection, pass, rooms);
    SocketIoClient client = new SocketIoClient(connection, kept);
    session.follow(kept);
    client.begin(session);
    connection.send(acceptance(request, pass, client));
    outlet.open();
    connection.uncork();
    join(session, request, rooms.keySet());
  }

  private static void endOnError(Connection connection, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      connection.gone();
      throw e;
    }
  }

  /** For tasks of other threads, where no caller answers the client. */
  private static void rejectOnError(ConnectRequest request, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a Socket.IO session can't begin", e);
      request.rejectForNow();
    }
  }

  private KeptRooms keep(Connection connection, Pass pass, Map<String, Long> rooms) {
    KeptRooms kept = keeper.keep(pass.session(), rooms);
    connection.whenEnded(() -> keeper.forget(kept));
    return kept;
  }

  private static Frame acceptance(ConnectRequest request, Pass pass, SocketIoClient client) {
    return Frame.raw(request.accept(pass.session(), pass.text(), client).bytes());
  }

  /** The rooms that the client brought are joined, and its own ones listed, as over {@code /ws}. */
  private void join(ClientSession session, ConnectRequest request, Set<String> joinedAlready) {
    JsonNode rooms = request.auth().get("rooms");
    JsonNode inbox = request.auth().get("inbox");
    if (rooms != null || inbox != null) {
      JsonNode others = rooms instanceof ObjectNode named ? named.deepCopy() : rooms;
      if (others instanceof ObjectNode named) {
        named.remove(joinedAlready);
      }
      session.handle(ClientFrame.connect(others, inbox));
    }
  }

  private static @Nullable StreamPosition place(@Nullable JsonNode offset) {
    return offset == null || !offset.isString()
        ? null
        : StreamPosition.parse(offset.stringValue()).orElse(null);
  }
}
