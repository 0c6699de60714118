package chat.contract;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
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
 * Room events as the bytes of a record's value: one JSON object without blanks, its fields always
 * in the same order. A client's frame is the same object with {@code seq} and {@code prev} put
 * before its first field: no reader has to parse it.
 */
public final class RoomEventCodec {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private RoomEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(RoomEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", event.type());
      json.writeStringProperty("room", event.room());
      json.writeStringProperty("id", event.id());
      writeAuthor(json, event.user());
      if (event instanceof Message message) {
        writeMessage(json, message);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the value of a record. Fields that it doesn't know are passed over.
   *
   * @throws IllegalArgumentException if the bytes are no room event, with the reason
   */
  public static RoomEvent decode(byte[] value) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), value)) {
      Fields fields = Fields.read(json);
      if (!Message.TYPE.equals(fields.type)) {
        throw new IllegalArgumentException("type: " + fields.type + " (expected: message)");
      }
      return fields.toMessage();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no room event: " + e.getOriginalMessage(), e);
    }
  }

  private static void writeMessage(JsonGenerator json, Message message) {
    json.writeStringProperty("content", message.content());
    json.writeNumberProperty("at", message.at());
    Long replyTo = message.replyTo();
    if (replyTo != null) {
      json.writeNumberProperty("replyTo", replyTo);
    }
    if (!message.attachments().isEmpty()) {
      json.writeArrayPropertyStart("attachments");
      message.attachments().forEach(attachment -> writeAttachment(json, attachment));
      json.writeEndArray();
    }
    if (!message.mentions().isEmpty()) {
      json.writeArrayPropertyStart("mentions");
      message.mentions().forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static void writeAuthor(JsonGenerator json, Author user) {
    json.writeObjectPropertyStart("user");
    json.writeStringProperty("id", user.id());
    json.writeStringProperty("username", user.username());
    json.writeEndObject();
  }

  private static void writeAttachment(JsonGenerator json, Attachment attachment) {
    json.writeStartObject();
    json.writeStringProperty("id", attachment.id());
    json.writeStringProperty("name", attachment.name());
    json.writeStringProperty("contentType", attachment.contentType());
    json.writeNumberProperty("size", attachment.size());
    json.writeEndObject();
  }

  /** What an object held so far, in whatever order its fields came. */
  private static final class Fields {
    private @Nullable String type;
    private @Nullable String room;
    private @Nullable String id;
    private @Nullable Author user;
    private @Nullable String content;
    private @Nullable Long at;
    private @Nullable Long replyTo;
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<String> mentions = new ArrayList<>();

    static Fields read(JsonParser json) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no room event: not an object");
      }
      Fields fields = new Fields();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        fields.take(name, json);
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IllegalArgumentException("no room event: more than one object");
      }
      return fields;
    }

    private void take(String name, JsonParser json) {
      switch (name) {
        case "type" -> type = string(json);
        case "room" -> room = string(json);
        case "id" -> id = string(json);
        case "user" -> user = readAuthor(json);
        case "content" -> content = string(json);
        case "at" -> at = json.getLongValue();
        case "replyTo" -> replyTo = json.getLongValue();
        case "attachments" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            attachments.add(readAttachment(json));
          }
        }
        case "mentions" -> {
          for (String mention = json.nextStringValue();
              mention != null;
              mention = json.nextStringValue()) {
            mentions.add(mention);
          }
        }
        default -> json.skipChildren();
      }
    }

    private static Author readAuthor(JsonParser json) {
      String id = null;
      String username = null;
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = string(json);
          case "username" -> username = string(json);
          default -> json.skipChildren();
        }
      }
      return new Author(required("user.id", id), required("user.username", username));
    }

    private static Attachment readAttachment(JsonParser json) {
      String id = null;
      String file = null;
      String contentType = null;
      long size = -1;
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        switch (name) {
          case "id" -> id = string(json);
          case "name" -> file = string(json);
          case "contentType" -> contentType = string(json);
          case "size" -> size = json.getLongValue();
          default -> json.skipChildren();
        }
      }
      return new Attachment(
          required("attachments.id", id),
          required("attachments.name", file),
          required("attachments.contentType", contentType),
          size);
    }

    private Message toMessage() {
      return new Message(
          required("room", room),
          required("id", id),
          required("user", user),
          required("content", content),
          required("at", at),
          replyTo,
          attachments,
          mentions);
    }

    /** Numbers, truth values and null have texts too, but are no strings. */
    private static String string(JsonParser json) {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new IllegalArgumentException(
            "no room event: " + json.currentName() + ": " + json.currentToken());
      }
      return json.getString();
    }

    private static <T> T required(String name, @Nullable T value) {
      if (value == null) {
        throw new IllegalArgumentException("no room event: " + name + " is missing");
      }
      return value;
    }
  }
}
