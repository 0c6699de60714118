package chat.writer.room;

/**
 * A row of {@code message_ids}: the seq of the message to which a sender gave an id.
 *
 * @param digest of the content, by which a retry is told from another message
 */
public record SentMessage(String room, String sender, String id, long seq, int digest) {}
