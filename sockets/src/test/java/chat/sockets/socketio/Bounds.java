package chat.sockets.socketio;

import java.time.Duration;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Limits of packets, as a gateway has them by default. */
final class Bounds {

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(1_000_000)
                          .maxNameLength(256)
                          .maxNumberLength(32)
                          .maxTokenCount(100_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  static final PacketReader READER = new PacketReader(JSON);

  private Bounds() {}

  static Reassembly reassembly(int maxBytes, Reassembly.Gate gate) {
    SocketIoSettings settings = new SocketIoSettings(Duration.ofSeconds(1), maxBytes, 64, 1);
    return new Reassembly(READER, settings, gate);
  }
}
