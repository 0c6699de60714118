package chat.writer.room;

import chat.contract.Message;

/**
 * An event as the tables show it.
 *
 * @param bucket the bucket that it is in
 * @param value its present state
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each value would cost
public record StoredEvent(long bucket, String type, byte[] value) {

  boolean isMessage() {
    return type.equals(Message.TYPE);
  }
}
