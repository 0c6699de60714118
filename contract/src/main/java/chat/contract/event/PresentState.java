package chat.contract.event;

import chat.contract.ApplicationData;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * Computes the state of an event after later events: the JSON objects that history and replays
 * show. Every process computes them here, so they are the same everywhere. Throws an {@link
 * IllegalArgumentException} for bytes that are no event.
 */
public final class PresentState {

  private PresentState() {}

  /** A message with another text or other data. A deleted message stays unchanged. */
  public static byte[] edited(byte[] message, Edited edit) {
    if (isDeleted(message)) {
      return message;
    }
    ApplicationData data = edit.data();
    Set<String> replaced =
        data == null
            ? Set.of("content", "mentions", "editedAt")
            : Set.of("content", "mentions", "data", "editedAt");
    return rewrite(
        message,
        replaced,
        json -> {
          RoomEventCodec.writeText(json, edit);
          ApplicationData.write(json, data == null || data.isNone() ? null : data);
          json.writeNumberProperty("editedAt", edit.at());
        });
  }

  /** A message without text, files, mentions and data. */
  public static byte[] deleted(byte[] message, long deletedAt) {
    return rewrite(
        message,
        Set.of("content", "mentions", "attachments", "data", "editedAt", "deletedAt"),
        json -> json.writeNumberProperty("deletedAt", deletedAt));
  }

  /** A message of an erased account: only its seq, id and time remain. */
  public static byte[] erased(byte[] message, long erasedAt) {
    return rewrite(
        message,
        Set.of("user", "content", "mentions", "attachments", "data", "editedAt", "deletedAt"),
        json -> json.writeNumberProperty("deletedAt", erasedAt));
  }

  /** An edit whose message was deleted later. */
  public static byte[] withoutText(byte[] edited) {
    return rewrite(edited, Set.of("content", "mentions", "data"), json -> {});
  }

  /** Whether a message is deleted or erased. */
  public static boolean isDeleted(byte[] message) {
    return has(message, "deletedAt");
  }

  /** Whether an event has a field. */
  private static boolean has(byte[] event, String field) {
    try (JsonParser json = parser(event)) {
      json.nextToken();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (name.equals(field)) {
          return true;
        }
        json.nextToken();
        json.skipChildren();
      }
      return false;
    } catch (JacksonException e) {
      throw noEvent(e);
    }
  }

  /** Writes a field itself and reads its value, or does neither and returns false. */
  interface FieldWriter {
    boolean write(String field, JsonGenerator json, JsonParser parser);
  }

  private static byte[] rewrite(byte[] event, Set<String> without, Consumer<JsonGenerator> with) {
    return rewrite(event, without, (field, json, parser) -> false, with);
  }

  /**
   * An event with other fields.
   *
   * @param without the fields to remove
   * @param otherwise writes the fields to change
   * @param with writes the fields to append
   */
  static byte[] rewrite(
      byte[] event, Set<String> without, FieldWriter otherwise, Consumer<JsonGenerator> with) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(event.length + 64);
    try (JsonParser parser = parser(event);
        JsonGenerator json =
            RoomEventCodec.JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      parser.nextToken();
      json.writeStartObject();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (without.contains(name)) {
          parser.skipChildren();
        } else if (!otherwise.write(name, json, parser)) {
          json.writeName(name);
          copy(parser, json);
        }
      }
      with.accept(json);
      json.writeEndObject();
    } catch (JacksonException e) {
      throw noEvent(e);
    }
    return bytes.toByteArray();
  }

  /** Copies a value; a number keeps its text, as a conversion could lose digits. */
  private static void copy(JsonParser from, JsonGenerator to) {
    int depth = 0;
    do {
      JsonToken token = from.currentToken();
      if (token.isNumeric()) {
        to.writeNumber(from.getString());
      } else {
        to.copyCurrentEvent(from);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && from.nextToken() != null);
  }

  static IllegalArgumentException noEvent(JacksonException reason) {
    return new IllegalArgumentException("no event: " + reason.getOriginalMessage(), reason);
  }

  static JsonParser parser(byte[] event) {
    return RoomEventCodec.JSON.createParser(ObjectReadContext.empty(), event);
  }
}
