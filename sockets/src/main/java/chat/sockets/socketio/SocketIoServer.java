package chat.sockets.socketio;

import chat.sockets.budget.MemoryBudget;
import chat.sockets.engineio.EngineListener;
import chat.sockets.engineio.EngineSession;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Serves Socket.IO on Engine.IO sessions. */
public final class SocketIoServer implements Function<EngineSession, EngineListener> {

  private final Map<String, Namespace> namespaces;
  private final PacketReader reader;
  private final SocketIoSettings settings;
  private final MemoryBudget incomplete;
  private final InstantSource clock;

  /**
   * Creates a server.
   *
   * @param namespaces by their names, which begin with a slash
   * @param json parses payloads, within bounds
   * @param incomplete the memory for packets that wait for their attachments
   */
  public SocketIoServer(
      Map<String, Namespace> namespaces,
      JsonMapper json,
      SocketIoSettings settings,
      MemoryBudget incomplete,
      InstantSource clock) {
    this.namespaces = Map.copyOf(namespaces);
    this.reader = new PacketReader(json);
    this.settings = settings;
    this.incomplete = incomplete;
    this.clock = clock;
  }

  @Override
  public EngineListener apply(EngineSession session) {
    return new SocketIoSession(session, namespaces, reader, settings, incomplete, clock.millis());
  }
}
