package chat.writer.room;

import chat.contract.Deleted;
import chat.contract.Edited;
import chat.contract.Identity;
import chat.contract.MemberChange;
import chat.contract.Message;
import chat.contract.Reaction;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.contract.RoomEventCodec;
import chat.contract.RoomRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes into the tables.
 *
 * <p>One that can't be read goes there as {@value RoomRecord#UNREADABLE}, so that the chain of
 * {@code prev} has no hole that readers would ask about for ever: they pass on, as for any type
 * they don't know.
 *
 * @param record what every reader makes of it; without a room there is no row
 * @param event what it says; null if it can't be read or is of a type to come
 */
record Entry(LogRecord log, long seq, RoomRecord record, @Nullable RoomEvent event) {

  /** The types that are read, and whose people are known. */
  static final Set<String> KNOWN_TYPES =
      Set.of(
          Message.TYPE,
          Edited.TYPE,
          Deleted.TYPE,
          Reaction.TYPE,
          MemberChange.TYPE,
          RoomChange.TYPE);

  /** Reads a record as far as storing needs: of types that it doesn't know only the headers. */
  static Entry of(LogRecord log, LogPartition partition) {
    long seq = partition.seq(log.offset());
    RoomRecord record =
        RoomRecord.read(
            log.key(), log.value(), log::header, partition.partition(), partition.partitions());
    if (!KNOWN_TYPES.contains(record.type())) {
      return new Entry(log, seq, record, null);
    }
    try {
      return new Entry(log, seq, record, event(record));
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

  /** Where the sender's id is to be found again; null for other types than messages. */
  @Nullable SentMessage message() {
    if (event instanceof Message message) {
      Identity identity = record.identity();
      int digest = identity == null ? 0 : identity.digest();
      return new SentMessage(message.room(), message.user().id(), message.id(), seq, digest);
    }
    return null;
  }

  private static RoomEvent event(RoomRecord record) {
    RoomEvent event = RoomEventCodec.decode(record.value());
    if (!event.room().equals(record.room())) {
      throw new IllegalArgumentException("room: not that of the key");
    }
    if (!event.type().equals(record.type())) {
      throw new IllegalArgumentException("type: not that of the header");
    }
    return event;
  }
}
