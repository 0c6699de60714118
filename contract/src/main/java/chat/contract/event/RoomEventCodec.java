package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Encodes room events as the value of a record: one JSON object without blanks, its fields always
 * in the same order. A client's frame is the same object with {@code seq} and {@code prev} before
 * the first field, so no reader has to parse it.
 */
public final class RoomEventCodec {

  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(ApplicationData.MAX_BYTES).build())
          .build();

  // The names in every message are encoded once.
  private static final SerializedString TYPE = new SerializedString("type");
  private static final SerializedString ROOM = new SerializedString("room");
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString USERNAME = new SerializedString("username");
  private static final SerializedString CONTENT = new SerializedString("content");

  private RoomEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(RoomEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      text(json, TYPE, event.type());
      text(json, ROOM, event.room());
      text(json, ID, event.id());
      if (event instanceof Message message) {
        write(json, message);
      } else if (event instanceof Edited edited) {
        write(json, edited);
      } else if (event instanceof Deleted deleted) {
        writeTarget(json, deleted.user(), deleted.target());
      } else if (event instanceof Reaction reaction) {
        write(json, reaction);
      } else if (event instanceof MemberChange change) {
        write(json, change);
      } else if (event instanceof RoomChange change) {
        write(json, change);
      } else if (event instanceof EmittedEvent emitted) {
        write(json, emitted);
      }
      writeEnd(json, event);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the value of a record and ignores unknown fields.
   *
   * @throws IllegalArgumentException if the bytes are no room event, with the reason
   */
  public static RoomEvent decode(byte[] value) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), value)) {
      return EventFields.read(json).toEvent();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no room event: " + e.getOriginalMessage(), e);
    }
  }

  private static void text(JsonGenerator json, SerializedString name, String value) {
    json.writeName(name);
    json.writeString(value);
  }

  private static void write(JsonGenerator json, Message message) {
    writeAuthor(json, "user", message.user());
    writeContent(json, message.content());
  }

  private static void write(JsonGenerator json, Edited edited) {
    writeTarget(json, edited.user(), edited.target());
    writeText(json, edited);
    ApplicationData.write(json, edited.data());
  }

  private static void write(JsonGenerator json, Reaction reaction) {
    writeTarget(json, reaction.user(), reaction.target());
    json.writeStringProperty("emoji", reaction.emoji());
    json.writeBooleanProperty("removed", reaction.removed());
  }

  private static void write(JsonGenerator json, MemberChange change) {
    writeAuthor(json, "user", change.user());
    json.writeStringProperty("action", change.action().word());
    Role role = change.role();
    if (role != null) {
      json.writeStringProperty("role", role.word());
    }
    writeAuthor(json, "by", change.by());
    Long untilAt = change.untilAt();
    if (untilAt != null) {
      json.writeNumberProperty("untilAt", untilAt);
    }
  }

  private static void write(JsonGenerator json, RoomChange change) {
    json.writeStringProperty("action", change.action().word());
    json.writeStringProperty("name", change.name());
    json.writeStringProperty("visibility", change.visibility().word());
    json.writeNumberProperty("slowModeSeconds", change.slowModeSeconds());
    writeAuthor(json, "by", change.by());
    if (!change.pair().isEmpty()) {
      json.writeArrayPropertyStart("pair");
      for (Author one : change.pair()) {
        json.writeStartObject();
        writePerson(json, one);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    ApplicationData.write(json, change.data());
  }

  private static void write(JsonGenerator json, EmittedEvent event) {
    writeAuthor(json, "user", event.user());
    json.writeStringProperty("name", event.name());
    ApplicationData.write(json, event.data());
  }

  /** The last fields of all events, and the fields that may follow them in a message. */
  private static void writeEnd(JsonGenerator json, RoomEvent event) {
    json.writeNumberProperty("at", event.at());
    if (event instanceof Message message) {
      writeRest(json, message);
    }
    json.writeEndObject();
  }

  private static void writeRest(JsonGenerator json, Message message) {
    Long replyTo = message.replyTo();
    if (replyTo != null) {
      json.writeNumberProperty("replyTo", replyTo);
    }
    if (!message.attachments().isEmpty()) {
      json.writeArrayPropertyStart("attachments");
      message.attachments().forEach(attachment -> writeAttachment(json, attachment));
      json.writeEndArray();
    }
    writeMentions(json, message.mentions());
    ApplicationData.write(json, message.data());
    if (message.imported()) {
      json.writeBooleanProperty("imported", true);
    }
  }

  private static void writeTarget(JsonGenerator json, Author user, long target) {
    writeAuthor(json, "user", user);
    json.writeNumberProperty("target", target);
  }

  static void writeText(JsonGenerator json, Edited edited) {
    writeContent(json, edited.content());
    writeMentions(json, edited.mentions());
  }

  private static void writeContent(JsonGenerator json, @Nullable String content) {
    if (content != null) {
      text(json, CONTENT, content);
    }
  }

  private static void writeMentions(JsonGenerator json, List<String> mentions) {
    if (!mentions.isEmpty()) {
      json.writeArrayPropertyStart("mentions");
      mentions.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static void writeAuthor(JsonGenerator json, String name, @Nullable Author user) {
    if (user != null) {
      json.writeObjectPropertyStart(name);
      writePerson(json, user);
      json.writeEndObject();
    }
  }

  static void writePerson(JsonGenerator json, Author user) {
    text(json, ID, user.id());
    text(json, USERNAME, user.username());
    if (user.service()) {
      json.writeBooleanProperty("service", true);
    }
  }

  private static void writeAttachment(JsonGenerator json, Attachment attachment) {
    json.writeStartObject();
    text(json, ID, attachment.id());
    json.writeStringProperty("name", attachment.name());
    json.writeStringProperty("contentType", attachment.contentType());
    json.writeNumberProperty("size", attachment.size());
    json.writeEndObject();
  }
}
