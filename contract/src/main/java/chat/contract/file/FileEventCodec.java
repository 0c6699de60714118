package chat.contract.file;

import chat.contract.JsonFields;
import tools.jackson.core.JsonGenerator;

/**
 * Encodes file events as the value of a record: one JSON object without blanks, its fields always
 * in the same order.
 */
public final class FileEventCodec {

  private FileEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(FileEvent event) {
    return JsonFields.write(json -> write(event, json));
  }

  /**
   * Reads the value of a record and ignores unknown fields.
   *
   * @throws IllegalArgumentException if the bytes are no file event, with the reason
   */
  public static FileEvent decode(byte[] value) {
    JsonFields fields = JsonFields.read("file event", value);
    JsonFields file = fields.child("file");
    String id = file.text("id");
    String owner = fields.child("user").text("id");
    long at = fields.number("at");
    return switch (fields.text("type")) {
      case "uploaded" ->
          new FileEvent.Uploaded(
              id,
              owner,
              fields.optionalText("room"),
              file.text("name"),
              file.text("contentType"),
              file.number("size"),
              file.text("sha256"),
              fields.text("status"),
              at);
      case "scanned" -> new FileEvent.Scanned(id, owner, fields.text("status"), at);
      case "deleted" -> new FileEvent.Removed(id, owner, at);
      default -> throw new IllegalArgumentException("no file event: type: " + fields.text("type"));
    };
  }

  private static void write(FileEvent event, JsonGenerator json) {
    json.writeStringProperty("type", event.type());
    json.writeStringProperty("id", event.id());
    json.writeObjectPropertyStart("file");
    json.writeStringProperty("id", event.file());
    if (event instanceof FileEvent.Uploaded uploaded) {
      json.writeStringProperty("name", uploaded.name());
      json.writeStringProperty("contentType", uploaded.contentType());
      json.writeNumberProperty("size", uploaded.size());
      json.writeStringProperty("sha256", uploaded.sha256());
    }
    json.writeEndObject();
    json.writeObjectPropertyStart("user");
    json.writeStringProperty("id", event.user());
    json.writeEndObject();
    if (event instanceof FileEvent.Uploaded uploaded) {
      JsonFields.writeOptional(json, "room", uploaded.room());
      json.writeStringProperty("status", uploaded.status());
    } else if (event instanceof FileEvent.Scanned scanned) {
      json.writeStringProperty("status", scanned.status());
    }
    json.writeNumberProperty("at", event.at());
  }
}
