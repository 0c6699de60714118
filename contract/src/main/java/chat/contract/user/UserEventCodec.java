package chat.contract.user;

import chat.contract.ApplicationData;
import chat.contract.JsonFields;
import tools.jackson.core.JsonGenerator;

/**
 * Encodes account events as the value of a record: one JSON object without blanks, its fields
 * always in the same order.
 */
public final class UserEventCodec {

  private UserEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(UserEvent event) {
    return JsonFields.write(json -> write(event, json));
  }

  /**
   * Reads the value of a record and ignores unknown fields.
   *
   * @throws IllegalArgumentException if the bytes are no account event, with the reason
   */
  public static UserEvent decode(byte[] value) {
    JsonFields fields = JsonFields.read("user event", value);
    String id = fields.text("id");
    long at = fields.number("at");
    return switch (fields.text("type")) {
      case "registered" -> new UserEvent.Registered(id, profile(fields), at);
      case "changed" -> new UserEvent.Changed(id, profile(fields), at);
      case "revoked" -> new UserEvent.Revoked(id, profile(fields), sessions(fields), at);
      case "erased" -> new UserEvent.Erased(id, fields.child("user").text("id"), at);
      default -> throw new IllegalArgumentException("no user event: type: " + fields.text("type"));
    };
  }

  private static Profile profile(JsonFields fields) {
    JsonFields user = fields.child("user");
    return new Profile(
        user.text("id"),
        user.text("username"),
        user.optionalText("name"),
        user.optionalText("avatar"),
        fields.number("createdAt"),
        fields.integer("version"),
        user.optionalData());
  }

  private static UserEvent.Sessions sessions(JsonFields fields) {
    String family = fields.optionalText("family");
    return family == null
        ? new UserEvent.Sessions.Before(
            fields.integer("before"),
            fields.optionalText("kept"),
            fields.optionalNumber("issuedBefore"))
        : new UserEvent.Sessions.Family(family);
  }

  private static void write(UserEvent event, JsonGenerator json) {
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
  }

  private static void writeProfile(JsonGenerator json, Profile profile) {
    json.writeObjectPropertyStart("user");
    json.writeStringProperty("id", profile.id());
    json.writeStringProperty("username", profile.username());
    JsonFields.writeOptional(json, "name", profile.name());
    JsonFields.writeOptional(json, "avatar", profile.avatar());
    ApplicationData.write(json, profile.data());
    json.writeEndObject();
    json.writeNumberProperty("createdAt", profile.createdAt());
    json.writeNumberProperty("version", profile.version());
  }

  private static void writeSessions(JsonGenerator json, UserEvent.Sessions sessions) {
    if (sessions instanceof UserEvent.Sessions.Family family) {
      json.writeStringProperty("family", family.id());
    } else if (sessions instanceof UserEvent.Sessions.Before before) {
      json.writeNumberProperty("before", before.version());
      JsonFields.writeOptional(json, "kept", before.kept());
      if (before.issuedBefore() > 0) {
        json.writeNumberProperty("issuedBefore", before.issuedBefore());
      }
    }
  }
}
