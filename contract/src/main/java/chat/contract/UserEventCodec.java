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
 * Events of accounts as the bytes of a record's value: one JSON object without blanks, its fields
 * always in the same order.
 */
public final class UserEventCodec {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private UserEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(UserEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", event.type());
      json.writeStringProperty("id", event.id());
      if (event instanceof UserEvent.Registered registered) {
        writeProfile(json, registered.profile());
      } else if (event instanceof UserEvent.Changed changed) {
        writeProfile(json, changed.profile());
      } else if (event instanceof UserEvent.Revoked revoked) {
        writeProfile(json, revoked.profile());
        writeSessions(json, revoked.sessions());
      } else {
        json.writeObjectPropertyStart("user");
        json.writeStringProperty("id", event.user());
        json.writeEndObject();
      }
      json.writeNumberProperty("at", event.at());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the value of a record. Fields that it doesn't know are passed over.
   *
   * @throws IllegalArgumentException if the bytes are no event of an account, with the reason
   */
  public static UserEvent decode(byte[] value) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no user event: not an object");
      }
      Fields fields = new Fields();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        fields.take(name, json);
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IllegalArgumentException("no user event: more than one object");
      }
      return fields.toEvent();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no user event: " + e.getOriginalMessage(), e);
    }
  }

  private static void writeProfile(JsonGenerator json, Profile profile) {
    json.writeObjectPropertyStart("user");
    json.writeStringProperty("id", profile.id());
    json.writeStringProperty("username", profile.username());
    writeOptional(json, "name", profile.name());
    writeOptional(json, "avatar", profile.avatar());
    json.writeEndObject();
    json.writeNumberProperty("createdAt", profile.createdAt());
    json.writeNumberProperty("version", profile.version());
  }

  private static void writeSessions(JsonGenerator json, UserEvent.Sessions sessions) {
    if (sessions instanceof UserEvent.Sessions.Family family) {
      json.writeStringProperty("family", family.id());
    } else if (sessions instanceof UserEvent.Sessions.Before before) {
      json.writeNumberProperty("before", before.version());
      writeOptional(json, "kept", before.kept());
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
    private @Nullable String id;
    private @Nullable String user;
    private @Nullable String username;
    private @Nullable String name;
    private @Nullable String avatar;
    private @Nullable String family;
    private @Nullable String kept;
    private @Nullable Integer before;
    private @Nullable Integer version;
    private @Nullable Long createdAt;
    private @Nullable Long at;

    private void take(String field, JsonParser json) {
      switch (field) {
        case "type" -> type = string(json);
        case "id" -> id = string(json);
        case "user" -> takeUser(json);
        case "family" -> family = string(json);
        case "before" -> before = json.getIntValue();
        case "kept" -> kept = string(json);
        case "version" -> version = json.getIntValue();
        case "createdAt" -> createdAt = json.getLongValue();
        case "at" -> at = json.getLongValue();
        default -> json.skipChildren();
      }
    }

    private void takeUser(JsonParser json) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no user event: user: " + json.currentToken());
      }
      for (String field = json.nextName(); field != null; field = json.nextName()) {
        json.nextToken();
        switch (field) {
          case "id" -> user = string(json);
          case "username" -> username = string(json);
          case "name" -> name = string(json);
          case "avatar" -> avatar = string(json);
          default -> json.skipChildren();
        }
      }
    }

    private UserEvent toEvent() {
      String event = required("id", id);
      long time = required("at", at);
      return switch (required("type", type)) {
        case "registered" -> new UserEvent.Registered(event, profile(), time);
        case "changed" -> new UserEvent.Changed(event, profile(), time);
        case "revoked" -> new UserEvent.Revoked(event, profile(), sessions(), time);
        case "erased" -> new UserEvent.Erased(event, required("user.id", user), time);
        default -> throw new IllegalArgumentException("no user event: type: " + type);
      };
    }

    private Profile profile() {
      return new Profile(
          required("user.id", user),
          required("user.username", username),
          name,
          avatar,
          required("createdAt", createdAt),
          required("version", version));
    }

    private UserEvent.Sessions sessions() {
      return family == null
          ? new UserEvent.Sessions.Before(required("before", before), kept)
          : new UserEvent.Sessions.Family(family);
    }

    private static String string(JsonParser json) {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new IllegalArgumentException(
            "no user event: " + json.currentName() + ": " + json.currentToken());
      }
      return json.getString();
    }

    private static <T> T required(String field, @Nullable T value) {
      if (value == null) {
        throw new IllegalArgumentException("no user event: " + field + " is missing");
      }
      return value;
    }
  }
}
