package chat.sockets.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket that writes down what becomes of it. */
final class FakeSocket implements FrameSocket {

  final List<String> written = new ArrayList<>();
  final List<Consumer<@Nullable Throwable>> unfinished = new ArrayList<>();
  boolean stuck;
  int closeCode;
  boolean aborted;

  @Override
  public void write(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done) {
    packets.forEach(packet -> written.add(new String(packet.bytes(), UTF_8)));
    if (stuck) {
      unfinished.add(done);
    } else {
      done.accept(null);
    }
  }

  @Override
  public void write(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    write(packets.packets().get(), done);
  }

  @Override
  public void upgraded() {}

  @Override
  public void close(int code, String reason) {
    closeCode = code;
  }

  @Override
  public void abort() {
    aborted = true;
  }
}
