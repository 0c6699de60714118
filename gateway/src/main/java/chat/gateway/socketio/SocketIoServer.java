package chat.gateway.socketio;

import chat.gateway.engineio.Allowance;
import chat.gateway.engineio.EngineListener;
import chat.gateway.engineio.EngineSession;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/** Makes Engine.IO sessions ones of Socket.IO. */
public final class SocketIoServer implements Function<EngineSession, EngineListener> {

  private final Map<String, Namespace> namespaces;
  private final SocketIoSettings settings;
  private final Allowance incomplete;
  private final InstantSource clock;

  /**
   * A server.
   *
   * @param namespaces by their names, which begin with a slash
   * @param incomplete what packets whose data have not come yet may take
   */
  public SocketIoServer(
      Map<String, Namespace> namespaces,
      SocketIoSettings settings,
      Allowance incomplete,
      InstantSource clock) {
    this.namespaces = Map.copyOf(namespaces);
    this.settings = settings;
    this.incomplete = incomplete;
    this.clock = clock;
  }

  @Override
  public EngineListener apply(EngineSession session) {
    return new SocketIoSession(session, namespaces, settings, incomplete.share(), clock.millis());
  }
}
