package chat.gateway.presence;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.sockets.fanout.Frame;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The frames for watchers of a room. */
final class PresenceFrames {

  private static final JsonFactory JSON = new JsonFactory();

  private PresenceFrames() {}

  /** The users of a room. */
  static Frame state(String room, int count, Collection<Presence> listed) {
    return frame(
        "presence_state",
        room,
        json -> {
          json.writeNumberProperty("count", count);
          json.writeArrayPropertyStart("users");
          listed.forEach(presence -> writePerson(json, presence));
          json.writeEndArray();
        });
  }

  /** A user whose status changed. */
  static Frame change(Roster.RoomChange change) {
    Author user = change.presence().user();
    return frame(
        "presence",
        change.room(),
        json -> {
          json.writeObjectPropertyStart("user");
          json.writeStringProperty("id", user.id());
          json.writeStringProperty("username", user.username());
          json.writeEndObject();
          json.writeStringProperty("status", change.status().word());
          json.writeNumberProperty("at", change.presence().at());
        });
  }

  /** The number of users in a room. */
  static Frame count(String room, int count) {
    return frame("presence_count", room, json -> json.writeNumberProperty("count", count));
  }

  private static void writePerson(JsonGenerator json, Presence presence) {
    json.writeStartObject();
    json.writeStringProperty("id", presence.user().id());
    json.writeStringProperty("username", presence.user().username());
    json.writeStringProperty("status", presence.status().word());
    json.writeNumberProperty("since", presence.since());
    json.writeEndObject();
  }

  private static Frame frame(String type, String room, Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", type);
      json.writeStringProperty("room", room);
      fields.accept(json);
      json.writeEndObject();
    }
    return Frame.event(room, type, bytes.toByteArray());
  }
}
