package chat.gateway.history.rest;

import chat.gateway.log.LoggedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages as JSON for one reader, assembled from the bytes of their events. */
final class PageJson {

  private final ByteArrayOutputStream json = new ByteArrayOutputStream(16_384);

  private final String reader;

  private PageJson(String reader) {
    this.reader = reader;
  }

  static byte[] of(Page page, String reader) {
    PageJson writer = new PageJson(reader);
    writer.begin(page.room(), "messages", page.messages());
    writer.cursor("before", page.before());
    writer.cursor("after", page.after());
    return writer.end();
  }

  static byte[] ofEvents(
      String room, List<LoggedEvent> events, @Nullable Long after, String reader) {
    PageJson writer = new PageJson(reader);
    writer.begin(room, "events", events);
    writer.cursor("after", after);
    return writer.end();
  }

  private void begin(String room, String name, List<LoggedEvent> events) {
    // Room names contain no character that JSON escapes.
    append("{\"room\":\"" + room + "\",\"" + name + "\":[");
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        append(",");
      }
      json.writeBytes(events.get(i).frame(reader));
    }
    append("]");
  }

  private void cursor(String name, @Nullable Long seq) {
    append(",\"" + name + "\":" + seq);
  }

  private byte[] end() {
    append("}");
    return json.toByteArray();
  }

  private void append(String text) {
    json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
