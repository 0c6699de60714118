package chat.writer.room;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RoomRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way into the tables.
 *
 * <p>An unreadable record is stored as {@value RoomRecord#UNREADABLE}, so that the chain of {@code
 * prev} has no hole that readers would try to fill for ever. Readers skip it like any unknown type.
 *
 * @param record the reader's interpretation; without a room there is no row
 * @param event the event; null if it can't be read or has a future type
 */
record Entry(LogRecord log, long seq, RoomRecord record, @Nullable RoomEvent event) {

  /** The types that are parsed, and whose users are known. */
  static final Set<String> KNOWN_TYPES =
      Set.of(
          Message.TYPE,
          Edited.TYPE,
          Deleted.TYPE,
          Reaction.TYPE,
          MemberChange.TYPE,
          RoomChange.TYPE,
          EmittedEvent.TYPE);

  /** Reads a record as far as storing needs it: only the headers for unknown types. */
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

  /** The room of the event; null if there is none. */
  @Nullable String room() {
    return record.room();
  }

  /** The reason why the record can't be read; null if it can. */
  @Nullable String fault() {
    return record.fault();
  }

  /** The author and id of a message or an emitted event; null for other types. */
  @Nullable SentMessage message() {
    if (event instanceof Message message) {
      return sent(message.user(), message.id(), message.mentions(), message.imported());
    }
    return event instanceof EmittedEvent emitted
        ? sent(emitted.user(), emitted.id(), List.of(), false)
        : null;
  }

  private SentMessage sent(Author sender, String id, List<String> mentions, boolean imported) {
    Identity identity = record.identity();
    int digest = identity == null ? 0 : identity.digest();
    return new SentMessage(sender.id(), id, digest, mentions, imported);
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
