package chat.writer.redaction;

import chat.contract.ApplicationData;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.Visibility;
import chat.contract.log.RoomRecord;
import chat.writer.redaction.Pseudonyms.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * Rewrites the values of events. Only fields that are listed here are written, so a new field of an
 * event stays out of the twin until it is listed.
 */
final class RedactedValue {

  /** The types of events. */
  static final Set<String> TYPES =
      Set.of(
          Message.TYPE,
          Edited.TYPE,
          Deleted.TYPE,
          Reaction.TYPE,
          MemberChange.TYPE,
          RoomChange.TYPE,
          EmittedEvent.TYPE,
          RoomRecord.UNREADABLE);

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The values of fields that have one of a few words. */
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "type",
          TYPES,
          "action",
          Stream.concat(
                  Arrays.stream(MemberChange.Action.values()).map(MemberChange.Action::word),
                  Arrays.stream(RoomChange.Action.values()).map(RoomChange.Action::word))
              .collect(Collectors.toUnmodifiableSet()),
          "role",
          Arrays.stream(Role.values()).map(Role::word).collect(Collectors.toUnmodifiableSet()),
          "visibility",
          Arrays.stream(Visibility.values())
              .map(Visibility::word)
              .collect(Collectors.toUnmodifiableSet()));

  private final Pseudonyms pseudonyms;

  RedactedValue(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /**
   * The value of an event without names, texts and ids.
   *
   * @return null if the bytes are no event
   */
  byte @Nullable [] of(byte[] value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length + 64);
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), value);
        JsonGenerator to = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.nextToken();
      to.writeStartObject();
      String type = "";
      for (String field = json.nextName(); field != null; field = json.nextName()) {
        JsonToken token = json.nextToken();
        type = field.equals("type") ? json.getString() : type;
        write(field, token, RoomChange.TYPE.equals(type), json, to);
      }
      boolean isWhole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      if (!isWhole || !TYPES.contains(type)) {
        return null;
      }
      to.writeEndObject();
    } catch (JacksonException e) {
      return null;
    }
    return bytes.toByteArray();
  }

  /**
   * The value that stands for one that is no event, with its position.
   *
   * @param value begins as {@link chat.contract.log.EventFrame} writes it
   */
  static byte[] placeholder(byte[] value, String room) {
    int commas = 0;
    int end = 0;
    while (commas < 2) {
      commas += value[end++] == ',' ? 1 : 0;
    }
    String position = new String(value, 0, end, StandardCharsets.US_ASCII);
    String rest = "\"type\":\"" + RoomRecord.UNREADABLE + "\",\"room\":\"" + room + "\"}";
    return (position + rest).getBytes(StandardCharsets.US_ASCII);
  }

  /** The pseudonym of a room; the prefix of the names that the system makes stays. */
  String room(String room) {
    String prefix = room.startsWith("dm.") ? "dm." : room.startsWith("p.") ? "p." : "";
    return prefix + pseudonyms.of(Kind.ROOM, room);
  }

  private void write(
      String field, JsonToken token, boolean isRoom, JsonParser json, JsonGenerator to) {
    switch (token) {
      case VALUE_NUMBER_INT -> writeNumber(field, json, to);
      case VALUE_TRUE, VALUE_FALSE -> {
        if (field.equals("removed") || field.equals("imported")) {
          to.writeBooleanProperty(field, token == JsonToken.VALUE_TRUE);
        }
      }
      case VALUE_STRING -> writeText(field, isRoom, json, to);
      case VALUE_NULL -> {
        if (field.equals(ApplicationData.FIELD)) {
          to.writeNumberProperty("dataSize", 0);
        }
      }
      case START_OBJECT -> writeObject(field, json, to);
      case START_ARRAY -> writeArray(field, json, to);
      default -> json.skipChildren();
    }
  }

  private static void writeNumber(String field, JsonParser json, JsonGenerator to) {
    switch (field) {
      case "seq", "prev", "at", "target", "replyTo", "deletedAt", "untilAt", "slowModeSeconds" ->
          to.writeNumberProperty(field, json.getLongValue());
      default -> {}
    }
  }

  private void writeText(String field, boolean isRoom, JsonParser json, JsonGenerator to) {
    switch (field) {
      case "room" -> to.writeStringProperty(field, room(json.getString()));
      case "id" -> to.writeStringProperty(field, pseudonyms.of(Kind.ID, json.getString()));
      case "content" -> to.writeNumberProperty("contentLength", codePoints(json.getString()));
      case "name" -> {
        if (isRoom) {
          to.writeNumberProperty("nameLength", codePoints(json.getString()));
        } else {
          to.writeStringProperty(field, pseudonyms.of(Kind.EVENT, json.getString()));
        }
      }
      case "emoji" -> {
        if (Symbols.isPlain(json.getString())) {
          to.writeStringProperty(field, json.getString());
        }
      }
      default -> {
        if (WORDS.getOrDefault(field, Set.of()).contains(json.getString())) {
          to.writeStringProperty(field, json.getString());
        }
      }
    }
  }

  private void writeObject(String field, JsonParser json, JsonGenerator to) {
    switch (field) {
      case "user", "by" -> {
        to.writeName(field);
        writePerson(json, to);
      }
      case ApplicationData.FIELD -> {
        long start = json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        to.writeNumberProperty("dataSize", json.currentLocation().getByteOffset() - start);
      }
      default -> json.skipChildren();
    }
  }

  private void writeArray(String field, JsonParser json, JsonGenerator to) {
    boolean isKnown = Set.of("pair", "mentions", "attachments").contains(field);
    if (!isKnown) {
      json.skipChildren();
      return;
    }
    to.writeArrayPropertyStart(field);
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.VALUE_STRING && field.equals("mentions")) {
        to.writeString(pseudonyms.of(Kind.USER, json.getString()));
      } else if (token == JsonToken.START_OBJECT && field.equals("pair")) {
        writePerson(json, to);
      } else if (token == JsonToken.START_OBJECT && field.equals("attachments")) {
        writeFile(json, to);
      } else {
        json.skipChildren();
      }
    }
    to.writeEndArray();
  }

  private void writePerson(JsonParser json, JsonGenerator to) {
    to.writeStartObject();
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      JsonToken token = json.nextToken();
      if (field.equals("id") && token == JsonToken.VALUE_STRING) {
        to.writeStringProperty(field, pseudonyms.of(Kind.USER, json.getString()));
      } else if (field.equals("service") && token == JsonToken.VALUE_TRUE) {
        to.writeBooleanProperty(field, true);
      } else {
        json.skipChildren();
      }
    }
    to.writeEndObject();
  }

  private static void writeFile(JsonParser json, JsonGenerator to) {
    to.writeStartObject();
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      JsonToken token = json.nextToken();
      if (field.equals("size") && token == JsonToken.VALUE_NUMBER_INT) {
        to.writeNumberProperty(field, json.getLongValue());
      } else if (field.equals("contentType") && token == JsonToken.VALUE_STRING) {
        to.writeStringProperty(field, json.getString());
      } else {
        json.skipChildren();
      }
    }
    to.writeEndObject();
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}
