package chat.contract;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * What decisions about an event need to know of it, also in a state in which {@link RoomEventCodec}
 * doesn't take it for what it was: without a text, without an author.
 *
 * @param id the sender's, empty if there is none
 * @param author the id of who did it; null if that is erased
 * @param content its text; null if it has none any more
 * @param at when it was accepted, in milliseconds since the epoch UTC
 * @param isDeleted whether it is a message that was deleted
 */
public record EventSummary(
    String id, @Nullable String author, @Nullable String content, long at, boolean isDeleted) {

  /**
   * Reads the value of an event in any state.
   *
   * @throws IllegalArgumentException if that is none
   */
  public static EventSummary of(byte[] value) {
    String id = "";
    String author = null;
    String content = null;
    long at = 0;
    boolean deleted = false;
    try (JsonParser json = RoomEventCodec.JSON.createParser(ObjectReadContext.empty(), value)) {
      json.nextToken();
      for (String field = json.nextName(); field != null; field = json.nextName()) {
        JsonToken token = json.nextToken();
        switch (field) {
          case "id" -> id = json.getString();
          case "content" -> content = json.getString();
          case "at" -> at = json.getLongValue();
          case "deletedAt" -> deleted = true;
          case "user" -> author = token == JsonToken.START_OBJECT ? idOf(json) : null;
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw PresentState.noEvent(e);
    }
    return new EventSummary(id, author, content, at, deleted);
  }

  private static @Nullable String idOf(JsonParser json) {
    String id = null;
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      json.nextToken();
      if (field.equals("id")) {
        id = json.getString();
      } else {
        json.skipChildren();
      }
    }
    return id;
  }
}
