package chat.writer.room;

/**
 * The id that a sender gave a message or an emitted event.
 *
 * @param sender the id of the message's author
 * @param digest of the content, by which a retry is told from another message
 */
public record SentMessage(String sender, String id, int digest) {}
