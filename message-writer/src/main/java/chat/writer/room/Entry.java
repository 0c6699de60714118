package chat.writer.room;

import chat.contract.Identity;
import chat.contract.Message;
import chat.contract.RecordHeaders;
import chat.contract.RoomEvent;
import chat.contract.RoomEventCodec;
import chat.contract.RoomRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes into the tables.
 *
 * <p>One that can't be read goes there as {@value RoomRecord#UNREADABLE}, so that the chain of
 * {@code prev} has no hole that readers would ask about for ever: they pass on, as for any type
 * they don't know.
 *
 * @param record what every reader makes of it; without a room there is no row
 * @param message where the sender's id is to be found again; null for other types
 */
record Entry(LogRecord log, long seq, RoomRecord record, @Nullable SentMessage message) {

  /** Reads a record as far as storing needs: of types that it doesn't know only the headers. */
  static Entry of(LogRecord log, LogPartition partition) {
    long seq = partition.seq(log.offset());
    RoomRecord record =
        RoomRecord.read(
            log.key(),
            log.value(),
            log.header(RecordHeaders.TYPE),
            log.header(RecordHeaders.IDENTITY),
            partition.partition(),
            partition.partitions());
    if (!record.type().equals(Message.TYPE)) {
      return new Entry(log, seq, record, null);
    }
    try {
      return new Entry(log, seq, record, message(record, seq));
    } catch (IllegalArgumentException e) {
      return new Entry(log, seq, record.unreadable(String.valueOf(e.getMessage())), null);
    }
  }

  /** The room whose event it is; null if it is none's. */
  @Nullable String room() {
    return record.room();
  }

  /** Why the record can't be read; null if it can. */
  @Nullable String fault() {
    return record.fault();
  }

  private static SentMessage message(RoomRecord record, long seq) {
    RoomEvent event = RoomEventCodec.decode(record.value());
    if (!event.room().equals(record.room())) {
      throw new IllegalArgumentException("room: not that of the key");
    }
    Identity identity = record.identity();
    int digest = identity == null ? 0 : identity.digest();
    return new SentMessage(event.room(), event.user().id(), event.id(), seq, digest);
  }
}
