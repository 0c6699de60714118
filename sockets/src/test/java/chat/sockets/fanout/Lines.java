package chat.sockets.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each frame a line, for outlets whose peers are tests. */
public final class Lines implements WireFormat {

  public static final WireFormat FORMAT = new Lines();

  private static final String PING = "#ping";
  private static final String CLOSE = "#close ";

  /** The frames that were written. */
  public static List<String> of(ByteBuffer frames) {
    return UTF_8.decode(frames).toString().lines().toList();
  }

  public static boolean isPing(String line) {
    return line.equals(PING);
  }

  public static @Nullable CloseReason reasonOf(String line) {
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
