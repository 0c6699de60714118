package chat.infra.prove.client;

import chat.infra.prove.history.MessageId;
import tools.jackson.databind.JsonNode;

/**
 * An event of a room's chain.
 *
 * @param id the message, 0 for other events, or {@link MessageId#ALTERED}
 */
record Event(long seq, long prev, long id) {

  static Event of(JsonNode frame) {
    boolean isMessage = frame.path("type").stringValue("").equals("message");
    return new Event(
        frame.path("seq").longValue(),
        frame.path("prev").longValue(),
        isMessage ? message(frame) : 0);
  }

  /** The message, if its text and its author are as they were sent. */
  private static long message(JsonNode frame) {
    long id = MessageId.parse(frame.path("id").stringValue(""));
    boolean isAsSent =
        frame.path("content").stringValue("").equals(MessageId.content(id))
            && frame.path("user").path("id").stringValue("").endsWith("-" + MessageId.client(id));
    return id == 0 || isAsSent ? id : MessageId.ALTERED;
  }
}
