package chat.contract.event;

import chat.contract.Author;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Removes an erased account from events. Of the account's own messages only the seq remains, and of
 * the events that it emitted the name. Events about rooms and members lose only the name; the
 * account's id stays, leads nowhere, and still tells which entries are about the same user.
 */
public final class Nameless {

  /** The replacement for the username. */
  public static final String NAME = "erased";

  private static final Set<String> PEOPLE = Set.of("user", "by", "pair");

  private Nameless() {}

  /**
   * An event without the name of an account.
   *
   * @param user the account's id
   * @param erasedAt time of the erasure, in milliseconds since the epoch UTC
   * @return the same array if the event doesn't name the account
   * @throws IllegalArgumentException if the bytes are no event
   */
  public static byte[] of(byte[] event, String user, long erasedAt) {
    Named named = Named.in(event, user);
    if (!named.anywhere()) {
      return event;
    }
    if (named.author() && Message.TYPE.equals(named.type())) {
      return PresentState.erased(event, erasedAt);
    }
    if (named.author() && (Edited.TYPE.equals(named.type()) || isEmitted(named.type()))) {
      return PresentState.rewrite(
          event,
          Set.of("user", "content", "mentions", "data"),
          (field, json, parser) -> false,
          json -> {});
    }
    return PresentState.rewrite(
        event, Set.of(), (field, json, parser) -> rename(field, json, parser, user), json -> {});
  }

  private static boolean isEmitted(@Nullable String type) {
    return EmittedEvent.TYPE.equals(type);
  }

  /**
   * The fields in which an event names an account.
   *
   * @param author whether the account is the event's author
   */
  private record Named(@Nullable String type, boolean author, boolean anywhere) {

    static Named in(byte[] event, String user) {
      String type = null;
      boolean author = false;
      boolean anywhere = false;
      try (JsonParser json = PresentState.parser(event)) {
        json.nextToken();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
          json.nextToken();
          if (name.equals("type")) {
            type = json.getString();
          } else if (PEOPLE.contains(name) && names(json, user)) {
            author |= name.equals("user");
            anywhere = true;
          } else if (!PEOPLE.contains(name)) {
            json.skipChildren();
          }
        }
      } catch (JacksonException e) {
        throw PresentState.noEvent(e);
      }
      return new Named(type, author, anywhere);
    }

    /** Reads one user, or a list of users. */
    private static boolean names(JsonParser json, String user) {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        return EventFields.author(json).id().equals(user);
      }
      boolean found = false;
      while (json.nextToken() == JsonToken.START_OBJECT) {
        found |= EventFields.author(json).id().equals(user);
      }
      return found;
    }
  }

  private static boolean rename(String field, JsonGenerator json, JsonParser parser, String user) {
    if (!PEOPLE.contains(field)) {
      return false;
    }
    json.writeName(field);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      write(json, parser, user);
      return true;
    }
    json.writeStartArray();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      write(json, parser, user);
    }
    json.writeEndArray();
    return true;
  }

  private static void write(JsonGenerator json, JsonParser parser, String user) {
    Author author = EventFields.author(parser);
    json.writeStartObject();
    RoomEventCodec.writePerson(json, author.id().equals(user) ? new Author(user, NAME) : author);
    json.writeEndObject();
  }
}
