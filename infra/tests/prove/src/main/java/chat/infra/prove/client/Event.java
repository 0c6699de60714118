package chat.infra.prove.client;

import chat.infra.prove.history.MessageId;
import tools.jackson.databind.JsonNode;

/**
 * An event of a room's chain.
 *
 * @param id the message, or 0 for other events
 */
record Event(long seq, long prev, long id) {

  static Event of(JsonNode frame) {
    boolean isMessage = frame.path("type").stringValue("").equals("message");
    return new Event(
        frame.path("seq").longValue(),
        frame.path("prev").longValue(),
        isMessage ? MessageId.parse(frame.path("id").stringValue("")) : 0);
  }
}
