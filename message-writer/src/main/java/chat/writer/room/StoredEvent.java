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

  boolean isMessage() {
    return type.equals(Message.TYPE);
  }
}
