package chat.writer.room;

import chat.contract.event.Message;

/**
 * An event in the tables.
 *
 * @param bucket its bucket
 * @param seq its stream position
 * @param value its current state
 */
public record StoredEvent(long bucket, long seq, String type, byte[] value) {

  /** Whether it may name users: the writer parses all types of which it knows that they do. */
  public boolean mayNameUsers() {
    return Entry.KNOWN_TYPES.contains(type);
  }

  public boolean isMessage() {
    return type.equals(Message.TYPE);
  }
}
