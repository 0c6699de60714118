package chat.gateway.session;

import chat.contract.presence.Status;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.gateway.presence.TrackedSession;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Joined;
import chat.sockets.websocket.WebSocketSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Handles one client's frames, one after the other. The requests may end in any order, but the log
 * has the messages of one client to one room in the order of their frames.
 */
public final class ClientSession implements WebSocketSession {

  /** The characters of frames that may wait while a token is checked: two of the largest. */
  private static final int MAX_WAITING = 128 * 1024;

  /** What a frame counts whose text is not known, so that 64 may wait. */
  private static final int COUNTED_SIZE = MAX_WAITING / 64;

  private final Connection connection;
  private final SessionServices services;
  private final SessionAnswers answers;
  private final SessionRooms rooms;
  private final SessionMessages messages;
  private final SessionInbox inbox;
  private final Runnable whenConnected;
  private final FrameTurns turns = new FrameTurns(MAX_WAITING);
  private final SessionTokens tokens;
  private volatile @Nullable SignedIn user;
  private @Nullable TrackedSession presence;

  /**
   * Opens a session on a new connection.
   *
   * @param user the user whom the handshake authenticated, or null
   * @param whenConnected run when the client is authenticated
   * @param answersAll whether the client also gets answers to requests that /ws leaves unanswered
   */
  ClientSession(
      Connection connection,
      SessionServices services,
      @Nullable SignedIn user,
      Runnable whenConnected,
      boolean answersAll) {
    this.connection = connection;
    this.services = services;
    this.whenConnected = whenConnected;
    this.answers = new SessionAnswers(connection, services.limits(), answersAll);
    this.tokens = new SessionTokens(services.tokens(), turns, answers);
    this.rooms = new SessionRooms(connection, services, answers);
    this.messages = new SessionMessages(connection, services, answers);
    this.inbox = new SessionInbox(connection, services, answers);
    if (user == null) {
      Duration patience = SocketLimits.CONNECT_TIMEOUT;
      connection.closeAt(
          services.steadyClock().millis() + patience.toMillis(), CloseReason.NO_CONNECT);
    } else {
      begin(null, user);
    }
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public boolean isKnown() {
    return user != null;
  }

  @Override
  public void handle(String text) {
    inTurn(text.length(), () -> handleNow(text));
  }

  @Override
  public void whenHandled(Runnable task) {
    turns.whenHandled(task);
  }

  private void inTurn(int size, Runnable frame) {
    if (!turns.handle(size, frame)) {
      connection.close(CloseReason.FLOODING);
    }
  }

  private void handleNow(String text) {
    if (!connection.isClosed() && acceptsFrame(null)) {
      ClientFrame frame = services.frames().read(text);
      if (frame == null) {
        connection.close(CloseReason.BAD_FRAME);
      } else {
        handleNow(frame);
      }
    }
  }

  /** Sets the observer of the rooms that the session joins and leaves. */
  public void follow(RoomObserver told) {
    rooms.follow(told);
    connection.observe(new ObservedSession(present(), told));
  }

  /**
   * Joins a room again after the client's earlier connection has broken.
   *
   * @param after the position in the room's partition up to which the client got everything
   * @return the answer, on the connection's thread; fails with a refusal
   */
  public CompletionStage<Joined> rejoin(String room, long after) {
    return rooms.rejoin(Objects.requireNonNull(user), room, after);
  }

  /** Handles a request that was counted. Calls come one at a time, in the order of the frames. */
  public void handle(ClientFrame frame) {
    inTurn(COUNTED_SIZE, () -> handleNow(frame));
  }

  private void handleNow(ClientFrame frame) {
    String ref = null;
    try {
      ref = frame.ref();
      handle(frame, ref);
    } catch (RuntimeException error) {
      // The client gets an answer also if this server fails.
      answers.refuse(ref, frame.namedRoom(), Refusal.from(error));
    }
  }

  /**
   * Counts a frame before it is handled.
   *
   * @param ref the request that a refusal answers
   * @return false if the client has sent too many frames, which it is told
   */
  public boolean acceptsFrame(@Nullable String ref) {
    SignedIn present = user;
    try {
      if (present != null) {
        services.limits().acquire(Limit.FRAME_USER, present.user().id());
      }
      return true;
    } catch (Refusal refusal) {
      answers.refuse(ref, null, refusal);
      return false;
    }
  }

  private void handle(ClientFrame frame, @Nullable String ref) {
    SignedIn present = user;
    if (frame.type().equals("connect")) {
      connect(frame, ref, present);
    } else if (present == null) {
      connection.close(CloseReason.UNAUTHENTICATED);
    } else {
      switch (frame.type()) {
        case "join" -> rooms.join(ref, present, frame.room(), frame.join());
        case "leave" -> rooms.leave(ref, frame.room());
        case "inbox" -> inbox.list(ref, present, frame);
        case "send" -> messages.send(ref, present, frame);
        case "emit" -> messages.emit(ref, present, frame);
        case "edit", "delete", "react" -> messages.change(ref, present, frame);
        case "read" -> read(frame, ref, present);
        case "typing" -> typing(frame, ref, present);
        case "status" -> {
          setStatus(frame.text("status"));
          answers.done(ref);
        }
        case "auth" -> authenticate(frame, ref, present);
        case "ping" -> connection.send(ServerFrames.pong(ref, services.clock().instant()));
        default -> throw ClientFrame.wrong("type", "a known type is expected");
      }
    }
  }

  private void connect(ClientFrame frame, @Nullable String ref, @Nullable SignedIn present) {
    String token = frame.optionalText("token");
    if (token == null) {
      connect(frame, ref, present, present);
    } else {
      tokens.whenVerified(ref, token, present, owner -> connect(frame, ref, present, owner));
    }
  }

  private void connect(
      ClientFrame frame,
      @Nullable String ref,
      @Nullable SignedIn present,
      @Nullable SignedIn connecting) {
    if (connecting == null) {
      connection.close(CloseReason.UNAUTHENTICATED);
      return;
    }
    var rooms = frame.rooms();
    ClientFrame list = frame.inbox();
    if (present == null && isOneTooMany(ref, connecting)) {
      return;
    }
    begin(ref, connecting);
    rooms.forEach((room, join) -> join(connecting, room, join));
    if (list != null) {
      inbox.list(null, connecting, list);
    }
  }

  /** A room that can't be joined does not stop the joins of other rooms. */
  private void join(SignedIn joining, String room, ClientFrame frame) {
    try {
      rooms.join(null, joining, room, frame.joinOf(room));
    } catch (RuntimeException error) {
      answers.refuse(null, ClientFrame.isShown(room) ? room : null, Refusal.from(error));
    }
  }

  private boolean isOneTooMany(@Nullable String ref, SignedIn connecting) {
    Refusal refusal = services.refusals().refusalOf(connecting.user().id());
    if (refusal != null) {
      connection.send(ServerFrames.error(ref, null, refusal));
      connection.close(CloseReason.FLOODING);
    }
    return refusal != null;
  }

  private void authenticate(ClientFrame frame, @Nullable String ref, SignedIn present) {
    tokens.whenVerified(
        ref,
        frame.text("token"),
        present,
        renewed -> {
          if (renewed == null) {
            connection.close(CloseReason.UNAUTHENTICATED);
          } else {
            live(renewed);
            connection.send(ServerFrames.authenticated(ref, renewed.expiresAt()));
          }
        });
  }

  private void begin(@Nullable String ref, SignedIn connected) {
    whenConnected.run();
    live(connected);
    connection.send(
        ServerFrames.connected(
            ref,
            connection.session(),
            connected.user(),
            services.pingInterval(),
            connected.expiresAt()));
  }

  private void live(SignedIn connected) {
    user = connected;
    answers.signedIn(connected);
    if (presence == null) {
      presence = services.presence().open(connection, connected.user());
    }
    services.connections().put(connected.user().id(), connected.signIn(), connection);
    Instant end = connected.expiresAt().plus(SocketSettings.TOKEN_GRACE);
    long left = Duration.between(services.clock().instant(), end).toMillis();
    connection.closeAt(services.steadyClock().millis() + left, CloseReason.UNAUTHENTICATED);
    if (services.tokens().isRevoked(connected)) {
      // It ended between the token's check and here, when this connection was not registered yet.
      connection.close(CloseReason.UNAUTHENTICATED);
    }
  }

  private void setStatus(String status) {
    switch (status) {
      case "online" -> present().setStatus(Status.ONLINE);
      case "away" -> present().setStatus(Status.AWAY);
      default -> throw ClientFrame.wrong("status", "online or away is expected");
    }
  }

  private TrackedSession present() {
    return Objects.requireNonNull(presence);
  }

  private void read(ClientFrame frame, @Nullable String ref, SignedIn reader) {
    String room = frame.room();
    long seq = frame.seq("seq");
    services.limits().acquire(Limit.WRITE_USER, reader.getName());
    answers.whenDone(ref, room, () -> services.reading().upTo(reader.user(), room, seq));
  }

  private void typing(ClientFrame frame, @Nullable String ref, SignedIn user) {
    String room = frame.room();
    boolean typing = frame.truth("typing");
    answers.whenDone(
        ref,
        room,
        () ->
            services
                .access()
                .participate(room, user.getName())
                .thenAccept(permit -> services.signals().typing(user.user(), room, typing)));
  }
}
