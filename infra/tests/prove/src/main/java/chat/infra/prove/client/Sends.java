package chat.infra.prove.client;

import chat.infra.prove.history.Kind;
import chat.infra.prove.history.MessageId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The messages that a device sends, as frames and as records. */
final class Sends implements Outbox.Context {

  /** The ref of a send is this and the message's id. */
  static final String PREFIX = "s:";

  private final Device device;

  Sends(Device device) {
    this.device = device;
  }

  @Override
  public boolean isConnected() {
    return device.isConnected();
  }

  @Override
  public void send(int room, long id, boolean isRepeated) {
    device.record(Kind.SENT, room, 0, isRepeated ? 1 : 0, id);
    String text = MessageId.text(id);
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", "send");
    frame.put("ref", PREFIX + text);
    frame.put("room", device.name(room));
    frame.put("id", text);
    frame.put("content", MessageId.content(id));
    if (isRepeated) {
      frame.put("retry", true);
    }
    device.send(frame);
  }

  @Override
  public void acknowledged(int room, long id, long seq) {
    device.record(Kind.ACKED, room, seq, 0, id);
  }

  @Override
  public void came(int room, long id, long seq) {
    device.record(Kind.CAME, room, seq, 0, id);
  }

  @Override
  public void deferred(int room, long id) {
    device.record(Kind.DEFERRED, room, 0, 0, id);
  }

  @Override
  public void refused(int room, long id) {
    device.record(Kind.REFUSED, room, 0, 0, id);
  }

  @Override
  public void later(Runnable task, long millis) {
    device.later(task, millis);
  }
}
