package chat.gateway.socket;

import static chat.gateway.problem.ProblemCode.INVALID_REQUEST;
import static chat.gateway.problem.ProblemCode.RATE_LIMITED;
import static chat.gateway.problem.ProblemCode.UNAUTHENTICATED;

import chat.contract.Message;
import chat.contract.Names;
import chat.gateway.account.SignedIn;
import chat.gateway.broadcast.CloseReason;
import chat.gateway.broadcast.Connection;
import chat.gateway.intake.SendRequest;
import chat.gateway.intake.Sending;
import chat.gateway.intake.Sent;
import chat.gateway.problem.Refusal;
import chat.gateway.wire.WebSocketSession;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one client's frames do. Frames come one after the other; what they start may end in any
 * order, but what one client sends to one room enters the log in the order it came.
 */
public final class ClientSession implements WebSocketSession {

  private static final Duration BREATH = Duration.ofSeconds(1);

  private final Connection connection;
  private final SocketServices services;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Lanes sends = new Lanes();
  private final Lanes attendance = new Lanes();
  private final Runnable whenConnected;
  private final boolean answersAll;
  private @Nullable SignedIn user;

  /**
   * A session for a socket that was opened.
   *
   * @param user who the handshake proved the client to be, or null
   * @param whenConnected is run when it is known whose socket it is
   * @param answersAll whether the client is told also of what has no answer of its own
   */
  ClientSession(
      Connection connection,
      SocketServices services,
      @Nullable SignedIn user,
      Runnable whenConnected,
      boolean answersAll) {
    this.connection = connection;
    this.services = services;
    this.whenConnected = whenConnected;
    this.answersAll = answersAll;
    if (user == null) {
      Duration patience = services.settings().connectTimeout();
      connection.closeAt(
          services.clock().instant().plus(patience).toEpochMilli(), CloseReason.NO_CONNECT);
    } else {
      begin(null, user);
    }
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void take(String text) {
    take(ClientFrame.parse(text));
  }

  /** Takes a frame that was read already; one call at a time, in the order they came. */
  public void take(JsonNode fields) {
    take(ClientFrame.of(fields));
  }

  private void take(@Nullable ClientFrame frame) {
    if (frame == null) {
      connection.close(CloseReason.BAD_FRAME);
      return;
    }
    String ref = null;
    try {
      ref = frame.ref();
      take(frame, ref);
    } catch (Refusal refusal) {
      connection.send(ServerFrames.error(ref, null, refusal));
    }
  }

  private void take(ClientFrame frame, @Nullable String ref) {
    SignedIn present = user;
    if (frame.type().equals("connect")) {
      connect(frame, ref, present);
    } else if (present == null) {
      connection.close(CloseReason.UNAUTHENTICATED);
    } else {
      switch (frame.type()) {
        case "join" -> join(ref, frame.room(), frame.optionalSeq("after"));
        case "leave" -> leave(ref, frame.room());
        case "send" -> send(frame, ref, present);
        case "typing" -> {
          services.signals().typing(present.user(), frame.room(), frame.truth("typing"));
          done(ref);
        }
        case "auth" -> authenticate(frame, ref, present);
        case "ping" -> connection.send(ServerFrames.pong(ref, services.clock().instant()));
        default -> throw ClientFrame.wrong("type", "a known type is expected");
      }
    }
  }

  private void done(@Nullable String ref) {
    if (answersAll && ref != null) {
      connection.send(ServerFrames.done(ref));
    }
  }

  private void connect(ClientFrame frame, @Nullable String ref, @Nullable SignedIn present) {
    String token = frame.optionalText("token");
    SignedIn connecting = token == null ? present : verified(token, present);
    if (connecting == null) {
      connection.close(CloseReason.UNAUTHENTICATED);
      return;
    }
    var rooms = frame.rooms();
    if (present == null && isOneTooMany(ref, connecting)) {
      return;
    }
    begin(ref, connecting);
    rooms.forEach(
        (room, after) -> {
          if (Names.isRoom(room)) {
            join(null, room, after);
          } else {
            connection.send(
                ServerFrames.error(
                    null, room, Refusal.of(INVALID_REQUEST, "no room has this name")));
          }
        });
  }

  private boolean isOneTooMany(@Nullable String ref, SignedIn connecting) {
    Refusal refusal = services.counts().refusalOf(connecting.user().id());
    if (refusal != null) {
      connection.send(ServerFrames.error(ref, null, refusal));
      connection.close(CloseReason.FLOODING);
    }
    return refusal != null;
  }

  private void authenticate(ClientFrame frame, @Nullable String ref, SignedIn present) {
    SignedIn renewed = verified(frame.text("token"), present);
    if (renewed == null) {
      connection.close(CloseReason.UNAUTHENTICATED);
      return;
    }
    live(renewed);
    connection.send(ServerFrames.authenticated(ref, renewed.expiresAt()));
  }

  /** Whose token it is; null if it is no good, or not of the user who is connected. */
  private @Nullable SignedIn verified(String token, @Nullable SignedIn present) {
    try {
      SignedIn owner = services.tokens().verify(token);
      return present == null || present.user().id().equals(owner.user().id()) ? owner : null;
    } catch (Refusal refusal) {
      if (refusal.code() != UNAUTHENTICATED) {
        throw refusal;
      }
      return null;
    }
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
    services.connections().put(connected.user().id(), connected.signIn(), connection);
    Instant end = connected.expiresAt().plus(services.settings().tokenGrace());
    connection.closeAt(end.toEpochMilli(), CloseReason.UNAUTHENTICATED);
    if (services.tokens().isRevoked(connected)) {
      // It ended between the token's check and here, when nobody knew of this connection yet.
      connection.close(CloseReason.UNAUTHENTICATED);
    }
  }

  private void join(@Nullable String ref, String room, @Nullable Long after) {
    attendance.run(
        room,
        () ->
            services
                .joins()
                .join(connection, room, after, joined -> ServerFrames.joined(ref, room, joined))
                .exceptionally(
                    error -> {
                      connection.send(error(ref, room, error));
                      return null;
                    })
                .toCompletableFuture());
  }

  private void leave(@Nullable String ref, String room) {
    attendance.run(
        room,
        () -> {
          connection.leave(room, ServerFrames.left(ref, room));
          return CompletableFuture.completedFuture(null);
        });
  }

  private void send(ClientFrame frame, @Nullable String ref, SignedIn sender) {
    SendRequest request =
        SendRequest.of(
            frame.optionalText("room"),
            frame.optionalText("id"),
            frame.optionalText("content"),
            frame.optionalSeq("replyTo"),
            frame.optionalTexts("attachments"),
            frame.optionalBoolean("retry"));
    if (inFlight.get() >= services.settings().inFlight()) {
      throw Refusal.until(RATE_LIMITED, "too many sends wait for their answer", BREATH);
    }
    inFlight.incrementAndGet();
    sends.run(request.room(), () -> send(ref, sender, request));
  }

  private CompletableFuture<Void> send(@Nullable String ref, SignedIn sender, SendRequest request) {
    Sending sending = services.intake().send(sender.user(), request);
    sending
        .sent()
        .whenComplete(
            (sent, error) -> {
              inFlight.decrementAndGet();
              connection.send(error == null ? ack(ref, sent) : error(ref, request.room(), error));
            });
    return sending.begun();
  }

  private static byte[] ack(@Nullable String ref, Sent sent) {
    Message message = sent.message();
    return ServerFrames.ack(ref, message.room(), message.id(), sent.seq(), message.at());
  }

  private static byte[] error(@Nullable String ref, String room, Throwable error) {
    return ServerFrames.error(ref, room, Refusal.from(error));
  }
}
