package chat.sockets.socketio;

import chat.sockets.budget.MemoryBudget;
import chat.sockets.engineio.EncodedPackets;
import chat.sockets.engineio.EngineListener;
import chat.sockets.engineio.EngineSession;
import chat.sockets.engineio.MalformedPacket;
import chat.sockets.engineio.OutgoingPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One client in all of its namespaces. A client that breaks the protocol is closed. */
final class SocketIoSession implements EngineListener {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MALFORMED = 1002;
  private static final int LATE = 1008;
  private static final int TRY_AGAIN_LATER = 1013;

  private final EngineSession engine;
  private final Map<String, Namespace> namespaces;
  private final SocketIoSettings settings;
  private final Reassembly reassembly;
  private final MemoryBudget.Reservation incomplete;
  // This object guards both.
  private final Map<String, SocketListener> connected = new HashMap<>(2);
  private final Set<String> connecting = new HashSet<>(2);
  private final long connectDue;
  private volatile boolean admitted;
  private boolean ended;
  private int connects;

  SocketIoSession(
      EngineSession engine,
      Map<String, Namespace> namespaces,
      PacketReader reader,
      SocketIoSettings settings,
      MemoryBudget incomplete,
      long now) {
    this.engine = engine;
    this.namespaces = namespaces;
    this.settings = settings;
    this.reassembly = new Reassembly(reader, settings, this::accepts);
    this.incomplete = incomplete.reserve(engine::abort);
    this.connectDue = now + settings.connectTimeout().toMillis();
  }

  @Override
  public void message(String text) {
    try {
      handle(reassembly.text(text));
    } catch (MalformedPacket e) {
      engine.close(MALFORMED, "parse error");
    }
    reserve((long) text.length() * Character.BYTES);
  }

  @Override
  public void data(byte[] data) {
    try {
      handle(reassembly.data(data));
    } catch (MalformedPacket e) {
      engine.close(MALFORMED, "parse error");
    }
    reserve(data.length);
  }

  @Override
  public boolean isKnown() {
    return admitted;
  }

  @Override
  public void check(long now) {
    if (!admitted && now >= connectDue) {
      engine.close(LATE, "no connect in time");
    }
  }

  @Override
  public void closed() {
    List<SocketListener> leaving;
    synchronized (this) {
      ended = true;
      incomplete.end();
      leaving = List.copyOf(connected.values());
      connected.clear();
    }
    leaving.forEach(SocketListener::disconnected);
  }

  OutgoingPacket accept(
      String namespace, String sid, @Nullable String pid, SocketListener listener) {
    ObjectNode place = NODES.objectNode().put("sid", sid);
    if (pid != null) {
      place.put("pid", pid);
    }
    boolean gone;
    synchronized (this) {
      connecting.remove(namespace);
      gone = ended;
      if (!gone) {
        connected.put(namespace, listener);
        admitted = true;
      }
    }
    if (gone) {
      listener.disconnected();
    }
    return PacketWriter.packet(PacketKind.CONNECT, namespace, place);
  }

  void reject(String namespace, String message, @Nullable JsonNode data) {
    synchronized (this) {
      connecting.remove(namespace);
    }
    ObjectNode why = NODES.objectNode().put("message", message);
    if (data != null) {
      why.set("data", data);
    }
    engine.send(PacketWriter.packet(PacketKind.CONNECT_ERROR, namespace, why));
  }

  void send(List<OutgoingPacket> packets) {
    engine.send(packets, error -> {});
  }

  void send(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    engine.send(packets, done);
  }

  void disconnect(String namespace) {
    if (leave(namespace)) {
      engine.send(PacketWriter.packet(PacketKind.DISCONNECT, namespace, null));
    }
  }

  void close(int code, String reason) {
    engine.close(code, reason);
  }

  void abort() {
    engine.abort();
  }

  /** Keeps a packet's parts only while others are to come, and if the budget has the memory. */
  private void reserve(long bytes) {
    if (!reassembly.isHolding()) {
      incomplete.release();
    } else if (!incomplete.acquire(bytes)) {
      engine.close(TRY_AGAIN_LATER, "not possible at present");
    }
  }

  /** Checks a packet by its head. A client without a namespace may only connect. */
  private boolean accepts(PacketHead head) throws MalformedPacket {
    if (head.kind() == PacketKind.CONNECT) {
      if (++connects > settings.maxConnects()) {
        throw new MalformedPacket("at most " + settings.maxConnects() + " connects are expected");
      }
      return true;
    }
    SocketListener listener = listener(head.namespace());
    if (listener == null) {
      throw new MalformedPacket("connect comes first");
    }
    return head.kind() == PacketKind.DISCONNECT
        || listener.accepts(head.kind().isEvent() ? head.id() : null);
  }

  private void handle(@Nullable SocketPacket packet) throws MalformedPacket {
    if (packet == null) {
      return;
    }
    if (packet.kind() == PacketKind.CONNECT) {
      connect(packet);
      return;
    }
    SocketListener listener = listener(packet.namespace());
    if (listener == null) {
      return; // The client was disconnected while the packet was on its way.
    }
    if (packet.kind() == PacketKind.DISCONNECT) {
      listener.disconnecting();
      leave(packet.namespace());
    } else if (packet.kind().isEvent()) {
      List<JsonNode> payload = elements(packet);
      String name = payload.get(0).asString();
      listener.event(name, payload.subList(1, payload.size()), packet.id());
    } else {
      listener.acknowledged(Objects.requireNonNull(packet.id()), elements(packet));
    }
  }

  private void connect(SocketPacket packet) throws MalformedPacket {
    String name = packet.namespace();
    Namespace namespace = namespaces.get(name);
    if (namespace == null) {
      reject(name, "Invalid namespace", null);
      return;
    }
    synchronized (this) {
      if (connected.containsKey(name) || !connecting.add(name)) {
        throw new MalformedPacket("connected already");
      }
    }
    ObjectNode auth = packet.payload() instanceof ObjectNode brought ? brought : NODES.objectNode();
    namespace.connect(new ConnectRequest(this, name, auth));
  }

  private boolean leave(String namespace) {
    SocketListener leaving;
    synchronized (this) {
      leaving = connected.remove(namespace);
    }
    if (leaving != null) {
      leaving.disconnected();
    }
    return leaving != null;
  }

  private synchronized @Nullable SocketListener listener(String namespace) {
    return connected.get(namespace);
  }

  private static List<JsonNode> elements(SocketPacket packet) {
    return new ArrayList<>(Objects.requireNonNull(packet.payload()).values());
  }
}
