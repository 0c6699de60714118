package chat.contract.presence;

import chat.contract.JsonFields;

/** Encodes presence as the value of a record: one JSON object without blanks. */
public final class PresenceCodec {

  private PresenceCodec() {}

  /** The value of a record. */
  public static byte[] encode(Presence presence) {
    return JsonFields.write(
        json -> {
          json.writeStringProperty("type", Presence.TYPE);
          JsonFields.writeAuthor(json, presence.user());
          json.writeStringProperty("status", presence.status().word());
          json.writeNumberProperty("since", presence.since());
          json.writeNumberProperty("at", presence.at());
          JsonFields.writeTexts(json, "rooms", presence.rooms());
        });
  }

  /**
   * Reads the value of a record and ignores unknown fields.
   *
   * @throws IllegalArgumentException if the bytes are no presence, with the reason
   */
  public static Presence decode(byte[] value) {
    JsonFields fields = JsonFields.read("presence", value);
    if (!fields.text("type").equals(Presence.TYPE)) {
      throw new IllegalArgumentException(
          "type: " + fields.text("type") + " (expected: " + Presence.TYPE + ")");
    }
    return new Presence(
        fields.author("user"),
        Status.of(fields.text("status")),
        fields.number("since"),
        fields.number("at"),
        fields.texts("rooms"));
  }
}
