package chat.contract;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Events of files as the bytes of a record's value: one JSON object without blanks, its fields
 * always in the same order.
 */
public final class FileEventCodec {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private FileEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(FileEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
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
        writeOptional(json, "room", uploaded.room());
        json.writeStringProperty("status", uploaded.status());
      } else if (event instanceof FileEvent.Scanned scanned) {
        json.writeStringProperty("status", scanned.status());
      }
      json.writeNumberProperty("at", event.at());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the value of a record. Fields that it doesn't know are passed over.
   *
   * @throws IllegalArgumentException if the bytes are no event of a file, with the reason
   */
  public static FileEvent decode(byte[] value) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no file event: not an object");
      }
      Fields fields = new Fields();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        fields.take(name, json);
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IllegalArgumentException("no file event: more than one object");
      }
      return fields.toEvent();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no file event: " + e.getOriginalMessage(), e);
    }
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  /** What an object held so far, in whatever order its fields came. */
  private static final class Fields {
    private @Nullable String type;
    private @Nullable String file;
    private @Nullable String name;
    private @Nullable String contentType;
    private @Nullable Long size;
    private @Nullable String sha256;
    private @Nullable String user;
    private @Nullable String room;
    private @Nullable String status;
    private @Nullable Long at;

    private void take(String field, JsonParser json) {
      switch (field) {
        case "type" -> type = string(json);
        case "file" -> takeFile(json);
        case "user" -> takeUser(json);
        case "room" -> room = string(json);
        case "status" -> status = string(json);
        case "at" -> at = json.getLongValue();
        default -> json.skipChildren();
      }
    }

    private void takeFile(JsonParser json) {
      for (String field = json.nextName(); field != null; field = json.nextName()) {
        json.nextToken();
        switch (field) {
          case "id" -> file = string(json);
          case "name" -> name = string(json);
          case "contentType" -> contentType = string(json);
          case "size" -> size = json.getLongValue();
          case "sha256" -> sha256 = string(json);
          default -> json.skipChildren();
        }
      }
    }

    private void takeUser(JsonParser json) {
      for (String field = json.nextName(); field != null; field = json.nextName()) {
        json.nextToken();
        if (field.equals("id")) {
          user = string(json);
        } else {
          json.skipChildren();
        }
      }
    }

    private FileEvent toEvent() {
      String id = required("file.id", file);
      String owner = required("user.id", user);
      long time = required("at", at);
      return switch (required("type", type)) {
        case "uploaded" ->
            new FileEvent.Uploaded(
                id,
                owner,
                room,
                required("file.name", name),
                required("file.contentType", contentType),
                required("file.size", size),
                required("file.sha256", sha256),
                required("status", status),
                time);
        case "scanned" -> new FileEvent.Scanned(id, owner, required("status", status), time);
        case "deleted" -> new FileEvent.Deleted(id, owner, time);
        default -> throw new IllegalArgumentException("no file event: type: " + type);
      };
    }

    private static String string(JsonParser json) {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new IllegalArgumentException(
            "no file event: " + json.currentName() + ": " + json.currentToken());
      }
      return json.getString();
    }

    private static <T> T required(String field, @Nullable T value) {
      if (value == null) {
        throw new IllegalArgumentException("no file event: " + field + " is missing");
      }
      return value;
    }
  }
}
