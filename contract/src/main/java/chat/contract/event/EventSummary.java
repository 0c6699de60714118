package chat.contract.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The facts about an event that decisions need. Also covers states that {@link RoomEventCodec}
 * refuses: a message without a text or an author.
 *
 * @param id the sender's id; empty if there is none
 * @param author the id of the account that caused it; null if that account is erased
 * @param content its text; null if it has none or lost it
 * @param at the time when a gateway accepted it, in milliseconds since the epoch UTC
 * @param isDeleted whether it is a message that was deleted
 * @param mentions ids of the users that its text names
 * @param imported whether it is an imported message: {@code at} is then when it was sent elsewhere
 */
public record EventSummary(
    String id,
    @Nullable String author,
    @Nullable String content,
    long at,
    boolean isDeleted,
    List<String> mentions,
    boolean imported) {

  public EventSummary {
    mentions = List.copyOf(mentions);
  }

  /**
   * Reads the value of an event in any state.
   *
   * @throws IllegalArgumentException if the value is no event
   */
  public static EventSummary of(byte[] value) {
    String id = "";
    String author = null;
    String content = null;
    long at = 0;
    boolean deleted = false;
    List<String> mentions = List.of();
    boolean imported = false;
    try (JsonParser json = RoomEventCodec.JSON.createParser(ObjectReadContext.empty(), value)) {
      json.nextToken();
      for (String field = json.nextName(); field != null; field = json.nextName()) {
        JsonToken token = json.nextToken();
        switch (field) {
          case "id" -> id = json.getString();
          case "content" -> content = json.getString();
          case "at" -> at = json.getLongValue();
          case "deletedAt" -> deleted = true;
          case "mentions" -> mentions = texts(json);
          case "imported" -> imported = json.getBooleanValue();
          case "user" -> author = token == JsonToken.START_OBJECT ? idOf(json) : null;
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw PresentState.noEvent(e);
    }
    return new EventSummary(id, author, content, at, deleted, mentions, imported);
  }

  private static List<String> texts(JsonParser json) {
    List<String> texts = new ArrayList<>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(json.getString());
      }
    }
    return texts;
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
