package chat.gateway.socketchat;

import static chat.gateway.problem.ProblemCode.UNAUTHENTICATED;

import chat.gateway.account.AccessTokens;
import chat.gateway.account.SignedIn;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.Connection;
import chat.gateway.broadcast.Frame;
import chat.gateway.problem.Problem;
import chat.gateway.problem.Refusal;
import chat.gateway.socket.ClientSession;
import chat.gateway.socket.ClientSessions;
import chat.gateway.socketio.ClientSocket;
import chat.gateway.socketio.Entrance;
import chat.gateway.socketio.Namespace;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where Socket.IO clients get into the chat: with an access token, or not. */
final class ChatNamespace implements Namespace {

  private final AccessTokens tokens;
  private final Broadcast broadcast;
  private final ClientSessions sessions;
  private final BooleanSupplier ready;
  private final InstantSource clock;
  private final JsonMapper json;

  ChatNamespace(
      AccessTokens tokens,
      Broadcast broadcast,
      ClientSessions sessions,
      BooleanSupplier ready,
      InstantSource clock,
      JsonMapper json) {
    this.tokens = tokens;
    this.broadcast = broadcast;
    this.sessions = sessions;
    this.ready = ready;
    this.clock = clock;
    this.json = json;
  }

  @Override
  public void enter(Entrance entrance) {
    if (!ready.getAsBoolean()) {
      entrance.putOff();
      return;
    }
    try {
      SignedIn user = tokens.verify(token(entrance.auth().get("token")));
      sessions.check(entrance.address(), user);
      begin(entrance, user);
    } catch (Refusal refusal) {
      entrance.refuse(refusal.detail(), json.valueToTree(Problem.of(refusal)));
    }
  }

  private void begin(Entrance entrance, SignedIn user) {
    ClientSocket socket = entrance.socket();
    Connection connection = broadcast.open(new SocketIoOutlet(socket));
    SocketIoClient client = new SocketIoClient(connection, socket, clock);
    connection.send(packet(entrance.admit(socket, connection.session(), null, client).bytes()));
    ClientSession session = sessions.open(connection, entrance.address(), user);
    client.begin(session);
    join(session, entrance.auth().get("rooms"));
  }

  /** The rooms that the client brought are joined as over {@code /ws}. */
  private void join(ClientSession session, @Nullable JsonNode rooms) {
    if (rooms != null) {
      ObjectNode connect = json.createObjectNode().put("type", "connect");
      connect.set("rooms", rooms);
      session.take(connect);
    }
  }

  private static Frame packet(byte[] bytes) {
    return Frame.raw(PacketRecords.of(bytes));
  }

  private static String token(@Nullable JsonNode token) {
    if (token == null || !token.isString()) {
      throw Refusal.of(UNAUTHENTICATED, "auth.token: an access token is expected");
    }
    return token.stringValue();
  }
}
