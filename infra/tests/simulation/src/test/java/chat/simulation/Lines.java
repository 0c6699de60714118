package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes each frame as a line, for outlets of tests. */
final class Lines implements WireFormat {

  static final WireFormat FORMAT = new Lines();

  private static final String PING = "#ping";
  private static final String CLOSE = "#close ";

  /** The written frames. */
  static List<String> of(ByteBuffer frames) {
    return UTF_8.decode(frames).toString().lines().toList();
  }

  static boolean isPing(String line) {
    return line.equals(PING);
  }

  static @Nullable CloseReason reasonOf(String line) {
    return line.startsWith(CLOSE) ? CloseReason.valueOf(line.substring(CLOSE.length())) : null;
  }

  @Override
  public int size(Frame frame) {
    return frame.bytes().length + 1;
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    to.put(frame.bytes()).put((byte) '\n');
  }

  @Override
  public Frame ping() {
    return Frame.raw(PING.getBytes(UTF_8));
  }

  @Override
  public Frame close(CloseReason reason) {
    return Frame.close(reason, (CLOSE + reason).getBytes(UTF_8));
  }
}
