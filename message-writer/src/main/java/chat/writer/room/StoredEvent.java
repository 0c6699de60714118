package chat.writer.room;

import chat.contract.Message;

/**
 * An event as the tables show it.
 *
 * @param bucket the bucket that it is in
 * @param seq its place
 * @param value its present state
 */
public record StoredEvent(long bucket, long seq, String type, byte[] value) {

  boolean isMessage() {
    return type.equals(Message.TYPE);
  }
}
