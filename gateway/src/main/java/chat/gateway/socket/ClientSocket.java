package chat.gateway.socket;

import chat.gateway.account.SignedIn;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Jetty tells of one socket into what a client's session takes. Texts are taken in
 * parts, so that one that is too large is never held as a whole.
 */
public final class ClientSocket implements Session.Listener.AutoDemanding {

  private final Broadcast broadcast;
  private final SocketServices services;
  private final @Nullable SignedIn user;
  private @Nullable ClientSession session;
  private @Nullable StringBuilder parts;

  /**
   * A socket that is about to open.
   *
   * @param user who the handshake proved the client to be, or null
   */
  ClientSocket(Broadcast broadcast, SocketServices services, @Nullable SignedIn user) {
    this.broadcast = broadcast;
    this.services = services;
    this.user = user;
  }

  @Override
  public void onWebSocketOpen(Session jetty) {
    JettyOutlet outlet = new JettyOutlet(((WebSocketSession) jetty).getCoreSession());
    session = new ClientSession(broadcast.open(outlet), services, user);
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    ClientSession present = Objects.requireNonNull(session);
    if (present.connection().isClosed()) {
      return;
    }
    if (parts == null && last && fits(part)) {
      present.take(part);
      return;
    }
    StringBuilder text = (parts == null ? new StringBuilder() : parts).append(part);
    parts = last ? null : text;
    if (text.length() > services.settings().maxFrame().toBytes()
        || (last && !fits(text.toString()))) {
      parts = null;
      present.connection().close(CloseReason.FRAME_TOO_LARGE);
    } else if (last) {
      present.take(text.toString());
    }
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    callback.succeed();
    Objects.requireNonNull(session).connection().close(CloseReason.BAD_FRAME);
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    Objects.requireNonNull(session).connection().heard(services.clock().millis());
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    if (session != null) {
      session.connection().gone();
    }
    callback.succeed();
  }

  /** A character is at most three bytes, so most texts need no count. */
  private boolean fits(String text) {
    long limit = services.settings().maxFrame().toBytes();
    return text.length() * 3L <= limit
        || (text.length() <= limit && text.getBytes(StandardCharsets.UTF_8).length <= limit);
  }
}
