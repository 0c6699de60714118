package chat.writer.room;

/**
 * The id that a sender gave a message.
 *
 * @param sender the id of the message's author
 * @param digest of the content, by which a retry is told from another message
 * @param imported whether it was imported: an import may run again at any time
 */
public record SentMessage(String sender, String id, int digest, boolean imported) {}
