package chat.bench.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RoomPartition;
import chat.contract.log.RoomRecord;
import java.util.List;
import java.util.Objects;

/** Messages as gateways append them: 30 senders per room, about 250 bytes each. */
public final class Records {

  /** The text of a message in all benchmarks of the log. */
  private static final String CONTENT = "All work and no play makes Jack a dull boy. ".repeat(2);

  private static final int SENDERS = 30;
  private static final byte[] TYPE = Message.TYPE.getBytes(UTF_8);

  private Records() {}

  /** The name of a room. */
  public static String room(int number) {
    return "room-" + number;
  }

  static Message message(int room, long number) {
    long sender = number % SENDERS;
    Author author =
        new Author("0190b5a6-0000-7000-8000-00000000%04d".formatted(sender), "user" + sender);
    return new Message(
        room(room),
        "%016x".formatted(number * 0x9E3779B97F4A7C15L),
        author,
        CONTENT,
        1_800_000_000_000L + number,
        null,
        List.of(),
        List.of());
  }

  static Identity identity(Message message) {
    return Identity.of(message, Objects.hashCode(message.content()));
  }

  /** A record as every reader interprets it. */
  public static RoomRecord record(int room, long number, int partitions) {
    Message message = message(room, number);
    return read(
        message.room(), RoomEventCodec.encode(message), identity(message).toBytes(), partitions);
  }

  static RoomRecord read(String room, byte[] value, byte[] identity, int partitions) {
    return RoomRecord.read(
        room.getBytes(UTF_8),
        value,
        TYPE,
        identity,
        null,
        RoomPartition.of(room, partitions),
        partitions);
  }
}
