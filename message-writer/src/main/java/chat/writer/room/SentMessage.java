package chat.writer.room;

import java.util.List;

/**
 * What the indexes tell about a message or an emitted event.
 *
 * @param sender the id of its author
 * @param id the id that its sender gave it
 * @param digest of the content, by which a retry is told from another message
 * @param mentions ids of the users that its text names; none for an event
 * @param imported whether it was imported: an import may run again at any time
 */
public record SentMessage(
    String sender, String id, int digest, List<String> mentions, boolean imported) {

  public SentMessage {
    mentions = List.copyOf(mentions);
  }
}
