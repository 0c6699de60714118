package chat.gateway.socketio;

import chat.gateway.json.JsonBounds;
import java.time.Duration;

/** Bounds of packets, as a gateway has them by default. */
final class Bounds {

  static final JsonBounds JSON = new JsonBounds(16, 1_000_000, 256, 32, 100_000);
  static final PacketReader READER = new PacketReader(JSON.mapper());

  private Bounds() {}

  static Reassembly reassembly(int maxBytes, Reassembly.Gate gate) {
    SocketIoSettings settings = new SocketIoSettings(Duration.ofSeconds(1), maxBytes, 64, 1, 1);
    return new Reassembly(READER, settings, gate);
  }
}
