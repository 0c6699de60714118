package chat.writer.room;

/**
 * A row of {@code message_ids}: where the message stands that a sender gave an id.
 *
 * @param digest of the content, by which a retry is told from another message
 */
public record SentMessage(String room, String sender, String id, long seq, int digest) {}
