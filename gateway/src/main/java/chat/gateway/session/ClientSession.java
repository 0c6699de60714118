package chat.gateway.session;

import static chat.edge.problem.ProblemCode.RATE_LIMITED;
import static chat.edge.problem.ProblemCode.UNAUTHENTICATED;

import chat.contract.presence.Status;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.gateway.message.MessageChanges;
import chat.gateway.message.SendOrder;
import chat.gateway.message.SendRequest;
import chat.gateway.message.Sending;
import chat.gateway.message.Sent;
import chat.gateway.message.Target;
import chat.gateway.presence.TrackedSession;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Joined;
import chat.sockets.websocket.WebSocketSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one client's frames do. Frames come one after the other; what they start may end in any
 * order, but what one client sends to one room enters the log in the order it came.
 */
public final class ClientSession implements WebSocketSession {

  private static final Duration IN_FLIGHT_BACK_OFF = Duration.ofSeconds(1);

  private final Connection connection;
  private final SessionServices services;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Lanes sends = new Lanes();
  private final SendOrder order = new SendOrder();
  private final SessionRooms rooms;
  private final Runnable whenConnected;
  private final boolean answersAll;
  private @Nullable SignedIn user;
  private @Nullable TrackedSession presence;

  /**
   * A session for a socket that was opened.
   *
   * @param user who the handshake proved the client to be, or null
   * @param whenConnected is run when it is known whose socket it is
   * @param answersAll whether the client is told also of what has no answer of its own
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
    this.answersAll = answersAll;
    this.rooms = new SessionRooms(connection, services, this::refuse);
    if (user == null) {
      Duration patience = SocketSettings.CONNECT_TIMEOUT;
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
  public boolean isKnown() {
    return user != null;
  }

  @Override
  public void handle(String text) {
    if (acceptsFrame(null)) {
      handle(services.frames().read(text));
    }
  }

  /** Takes a frame that was counted and read; one call at a time, in the order they came. */
  public void handle(JsonNode fields) {
    handle(ClientFrame.of(fields));
  }

  /** Sets the observer of the rooms that it joins and leaves. */
  public void follow(RoomObserver told) {
    rooms.follow(told);
    connection.observe(new ObservedSession(present(), told));
  }

  /**
   * Joins a room again, as on a new line in place of a broken one.
   *
   * @param place up to where in the room's partition its client got everything
   * @return what came of it, on the connection's thread; fails with a refusal
   */
  public CompletionStage<Joined> rejoin(String room, long place) {
    return rooms.rejoin(Objects.requireNonNull(user), room, place);
  }

  private void handle(@Nullable ClientFrame frame) {
    if (frame == null) {
      connection.close(CloseReason.BAD_FRAME);
      return;
    }
    String ref = null;
    try {
      ref = frame.ref();
      handle(frame, ref);
    } catch (RuntimeException error) {
      // A mistake of ours is no reason to fall silent.
      refuse(ref, frame.namedRoom(), Refusal.from(error));
    }
  }

  /**
   * Counts a frame before anything is done with it.
   *
   * @param ref what its refusal answers
   * @return false if it is one too many, which the client is told
   */
  public boolean acceptsFrame(@Nullable String ref) {
    SignedIn present = user;
    try {
      if (present != null) {
        services.limits().acquire(Limit.FRAME_USER, present.user().id());
      }
      return true;
    } catch (Refusal refusal) {
      refuse(ref, null, refusal);
      return false;
    }
  }

  /** Tells the client; one that doesn't listen is closed. */
  private void refuse(@Nullable String ref, @Nullable String room, Refusal refusal) {
    connection.send(ServerFrames.error(ref, room, refusal));
    SignedIn present = user;
    if (refusal.code() == RATE_LIMITED && present != null) {
      try {
        services.limits().acquire(Limit.REFUSAL_USER, present.user().id());
      } catch (Refusal once) {
        connection.close(CloseReason.FLOODING);
      }
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
        case "send" -> send(frame, ref, present);
        case "edit", "delete", "react" -> change(frame, ref, present);
        case "read" -> read(frame, ref, present);
        case "typing" -> typing(frame, ref, present);
        case "status" -> {
          setStatus(frame.text("status"));
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
    rooms.forEach((room, join) -> join(connecting, room, join));
  }

  /** One room that can't be joined keeps a client from no other. */
  private void join(SignedIn joining, String room, ClientFrame frame) {
    try {
      rooms.join(null, joining, room, frame.joinOf(room));
    } catch (RuntimeException error) {
      refuse(null, ClientFrame.isShown(room) ? room : null, Refusal.from(error));
    }
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
    if (presence == null) {
      presence = services.presence().open(connection, connected.user());
    }
    services.connections().put(connected.user().id(), connected.signIn(), connection);
    Instant end = connected.expiresAt().plus(SocketSettings.TOKEN_GRACE);
    connection.closeAt(end.toEpochMilli(), CloseReason.UNAUTHENTICATED);
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

  private void send(ClientFrame frame, @Nullable String ref, SignedIn sender) {
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
                refuse(ref, request.room(), Refusal.from(error));
              }
            });
    return sending.begun();
  }

  private void change(ClientFrame frame, @Nullable String ref, SignedIn user) {
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

  /** What is changed after it by the same client comes after it. */
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
                refuse(ref, room, Refusal.from(error));
              }
              return null;
            });
  }

  private void read(ClientFrame frame, @Nullable String ref, SignedIn reader) {
    String room = frame.room();
    long seq = frame.seq("seq");
    services.limits().acquire(Limit.WRITE_USER, reader.getName());
    whenDone(ref, room, () -> services.reading().upTo(reader.user(), room, seq));
  }

  private void typing(ClientFrame frame, @Nullable String ref, SignedIn user) {
    String room = frame.room();
    boolean typing = frame.truth("typing");
    whenDone(
        ref,
        room,
        () ->
            services
                .access()
                .participate(room, user.getName())
                .thenAccept(permit -> services.signals().typing(user.user(), room, typing)));
  }

  private void whenDone(@Nullable String ref, String room, Supplier<CompletableFuture<Void>> task) {
    CompletionStage<Void> outcome =
        CompletableFuture.completedFuture(room).thenCompose(first -> task.get());
    outcome
        .thenRun(() -> done(ref))
        .exceptionally(
            error -> {
              refuse(ref, room, Refusal.from(error));
              return null;
            });
  }

  private void acquireInFlight() {
    if (inFlight.get() >= SocketSettings.IN_FLIGHT) {
      throw Refusal.until(RATE_LIMITED, "too many sends wait for their answer", IN_FLIGHT_BACK_OFF);
    }
    inFlight.incrementAndGet();
  }

  private static byte[] ack(@Nullable String ref, Sent sent) {
    return ServerFrames.ack(ref, sent.event().room(), sent.id(), sent.seq(), sent.at());
  }
}
