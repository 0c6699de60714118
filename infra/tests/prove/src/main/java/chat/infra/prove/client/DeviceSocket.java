package chat.infra.prove.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One socket. All its events run on the device's executor; it takes the next frame when the one
 * before is handled. All methods are for that executor too.
 */
final class DeviceSocket implements WebSocket.Listener {

  private static final int ABNORMAL = 1006;

  /** The device that has the socket. */
  interface Owner {
    void opened(DeviceSocket socket);

    void heard(DeviceSocket socket, @Nullable String frame);

    void ended(DeviceSocket socket, int code);
  }

  private final Owner owner;
  private final Executor executor;
  private final StringBuilder parts = new StringBuilder();
  private final Deque<String> waiting = new ArrayDeque<>();
  private boolean isSending;
  private boolean isAborted;
  private @Nullable WebSocket socket;

  DeviceSocket(Owner owner, Executor executor) {
    this.owner = owner;
    this.executor = executor;
  }

  /** Begins to open it. */
  void open(HttpClient http, URI gateway, Duration patience) {
    URI endpoint = URI.create("ws" + gateway.toString().substring("http".length()) + "/ws");
    var unused =
        http.newWebSocketBuilder()
            .connectTimeout(patience)
            .buildAsync(endpoint, this)
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    executor.execute(() -> owner.ended(this, ABNORMAL));
                  }
                });
  }

  /** Sends a text; a device has a few at most that wait. */
  void send(String text) {
    waiting.add(text);
    sendNext();
  }

  private void sendNext() {
    WebSocket to = socket;
    if (isSending || waiting.isEmpty() || to == null) {
      return;
    }
    isSending = true;
    var unused =
        to.sendText(waiting.remove(), true)
            .whenComplete((sent, failure) -> executor.execute(() -> sent(failure)));
  }

  private void sent(@Nullable Throwable failure) {
    isSending = false;
    if (failure == null) {
      sendNext();
    } else {
      owner.ended(this, ABNORMAL);
    }
  }

  /** Lets the socket go; nothing that comes afterwards counts. */
  void abort() {
    isAborted = true;
    waiting.clear();
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    executor.execute(
        () -> {
          socket = opened;
          if (isAborted) {
            opened.abort();
          } else {
            owner.opened(this);
            opened.request(1);
          }
        });
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
    parts.append(part);
    if (!isLast) {
      from.request(1);
      return null;
    }
    String text = parts.toString();
    parts.setLength(0);
    executor.execute(
        () -> {
          owner.heard(this, text);
          from.request(1);
        });
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    executor.execute(() -> owner.heard(this, null));
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    executor.execute(() -> owner.ended(this, code));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    executor.execute(() -> owner.ended(this, ABNORMAL));
  }
}
