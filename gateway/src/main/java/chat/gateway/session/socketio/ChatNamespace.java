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
import chat.gateway.session.socketio.Recoveries.Outcome;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.socketio.ConnectRequest;
import chat.sockets.socketio.Namespace;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  private final PositionKeeper positions;
  private final Recovery recovery;
  private final Recoveries recoveries;
  private final BooleanSupplier ready;
  private final JsonMapper json;

  ChatNamespace(
      BearerTokens tokens,
      Secret passes,
      Hub hub,
      ClientSessions sessions,
      RoomKeeper keeper,
      PositionKeeper positions,
      Recovery recovery,
      Recoveries recoveries,
      BooleanSupplier ready,
      JsonMapper json) {
    this.tokens = tokens;
    this.passes = passes;
    this.hub = hub;
    this.sessions = sessions;
    this.keeper = keeper;
    this.positions = positions;
    this.recovery = recovery;
    this.recoveries = recoveries;
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

  /**
   * The earlier session is unknown here, so its rooms are looked up, and what its client's position
   * is relative to. A client without a position has got no event.
   */
  private void resume(ConnectRequest request, SignedIn user, Pass pass) {
    JsonNode offset = request.auth().get("offset");
    CompletableFuture<@Nullable StreamPosition> got =
        offset == null
            ? CompletableFuture.completedFuture(StreamPosition.before(1, 1))
            : positions.find(offset.asString(""));
    var unused =
        keeper
            .find(pass.session())
            .thenCombine(got, Earlier::new)
            .whenComplete(
                (earlier, error) ->
                    rejectOnError(
                        request,
                        () -> {
                          if (error != null) {
                            beginInstead(request, user, Outcome.UNANSWERED);
                          } else if (earlier.rooms() == null) {
                            beginInstead(request, user, Outcome.NO_SESSION);
                          } else if (earlier.got() == null) {
                            beginInstead(request, user, Outcome.NO_POSITION);
                          } else {
                            resume(request, user, pass, earlier.rooms(), earlier.got());
                          }
                        }));
  }

  /** A session that can't be resumed; its client is told by the new {@code pid}. */
  private void beginInstead(ConnectRequest request, SignedIn user, Outcome outcome) {
    recoveries.count(outcome);
    begin(request, user);
  }

  /** What is known of an earlier session. */
  private record Earlier(@Nullable Map<String, KeptRoom> rooms, @Nullable StreamPosition got) {}

  private void resume(
      ConnectRequest request,
      SignedIn user,
      Pass pass,
      Map<String, KeptRoom> rooms,
      StreamPosition got) {
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
                              boolean isClosed = connection.isClosed();
                              connection.gone();
                              beginInstead(
                                  request, user, isClosed ? Outcome.CLOSED : Outcome.NO_EVENTS);
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
      Map<String, KeptRoom> rooms,
      SocketIoOutlet outlet) {
    Connection connection = session.connection();
    KeptRooms kept = keep(connection, pass, rooms);
    SocketIoClient client = new SocketIoClient(connection, kept);
    session.follow(kept);
    client.begin(session);
    connection.send(acceptance(request, pass, client));
    outlet.open();
    connection.uncork();
    recoveries.count(Outcome.RECOVERED);
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

  private KeptRooms keep(Connection connection, Pass pass, Map<String, KeptRoom> rooms) {
    KeptRooms kept = keeper.keep(pass.session(), rooms, connection);
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
}
