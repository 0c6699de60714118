package chat.contract.presence;

import chat.contract.JsonFields;

/** Encodes session events as the value of a record: one JSON object without blanks. */
public final class SessionEventCodec {

  private SessionEventCodec() {}

  /** The value of an event's record. */
  public static byte[] encode(SessionEvent event) {
    return JsonFields.write(
        json -> {
          json.writeStringProperty("type", event.kind().word());
          JsonFields.writeAuthor(json, event.user());
          json.writeStringProperty("session", event.session());
          json.writeStringProperty("gateway", event.gateway());
          json.writeStringProperty("lease", event.lease());
          if (!event.rooms().isEmpty()) {
            JsonFields.writeTexts(json, "rooms", event.rooms());
          }
          json.writeStringProperty("status", event.status().word());
          json.writeNumberProperty("at", event.at());
        });
  }

  /**
   * Reads the value of a record and ignores unknown fields.
   *
   * @throws IllegalArgumentException if the bytes are no session event, with the reason
   */
  public static SessionEvent decode(byte[] value) {
    JsonFields fields = JsonFields.read("session event", value);
    return new SessionEvent(
        SessionEvent.Kind.of(fields.text("type")),
        fields.author("user"),
        fields.text("session"),
        fields.text("gateway"),
        fields.text("lease"),
        fields.texts("rooms"),
        Status.of(fields.text("status")),
        fields.number("at"));
  }
}
