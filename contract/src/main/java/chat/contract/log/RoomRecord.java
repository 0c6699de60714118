package chat.contract.log;

import chat.contract.Names;
import chat.contract.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@link Topic#MESSAGES} as every reader interprets it, without parsing its value. All
 * readers agree on which records are events of a room, and so on its chain.
 *
 * @param room the room of the event; null if the key names no room of that partition: then the
 *     record is no event
 * @param type the event's type; {@value #UNREADABLE} if it is unknown
 * @param identity the identity by which duplicates are dropped; null: it equals no other
 * @param condition the condition under which it counts; null: it always counts
 * @param value the event as one JSON object; a placeholder if the record has none
 * @param fault the reason why it can't be read; null if it can
 */
public record RoomRecord(
    @Nullable String room,
    String type,
    @Nullable Identity identity,
    @Nullable Condition condition,
    byte[] value,
    @Nullable String fault) {

  /**
   * The type of the placeholder for an unreadable event, which keeps the chain free of holes.
   * Clients skip it like any unknown type.
   */
  public static final String UNREADABLE = "unreadable";

  /** The maximum length of a value in bytes; the largest message takes 50 kB. */
  public static final int MAX_VALUE = 256 * 1024;

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] MESSAGE = Message.TYPE.getBytes(StandardCharsets.UTF_8);

  /**
   * Reads a record.
   *
   * @param header gives the value of the record's last header of a name, null if there is none
   * @param partition the record's partition
   * @param partitions the number of partitions
   */
  public static RoomRecord read(
      byte @Nullable [] key,
      byte @Nullable [] value,
      Function<String, byte @Nullable []> header,
      int partition,
      int partitions) {
    return read(
        key,
        value,
        header.apply(RecordHeaders.TYPE),
        header.apply(RecordHeaders.IDENTITY),
        header.apply(RecordHeaders.CONDITION),
        partition,
        partitions);
  }

  /**
   * Reads a record from the values of its headers.
   *
   * @param type the header {@link RecordHeaders#TYPE}
   * @param identity the header {@link RecordHeaders#IDENTITY}
   * @param condition the header {@link RecordHeaders#CONDITION}
   * @param partition the record's partition
   * @param partitions the number of partitions
   */
  public static RoomRecord read(
      byte @Nullable [] key,
      byte @Nullable [] value,
      byte @Nullable [] type,
      byte @Nullable [] identity,
      byte @Nullable [] condition,
      int partition,
      int partitions) {
    Identity readIdentity = identity(identity);
    Condition readCondition = condition(condition);
    String room = key == null ? null : new String(key, StandardCharsets.UTF_8);
    if (room == null || !Names.isRoom(room) || RoomPartition.of(room, partitions) != partition) {
      String fault = "key: not the name of a room of this partition";
      return new RoomRecord(null, UNREADABLE, readIdentity, readCondition, NOTHING, fault);
    }
    if (value == null || !isObject(value)) {
      return unreadable(room, readIdentity, readCondition, "value: not an object with fields");
    }
    if (value.length > MAX_VALUE) {
      String fault = "value: " + value.length + " bytes (expected: <= " + MAX_VALUE + ")";
      return unreadable(room, readIdentity, readCondition, fault);
    }
    if (readIdentity == null || type == null) {
      return unreadable(room, readIdentity, readCondition, "headers: no identity or no type");
    }
    return new RoomRecord(room, type(type), readIdentity, readCondition, value, null);
  }

  /** The identity in a header; null if there is none or it can't be read. */
  public static @Nullable Identity identity(byte @Nullable [] header) {
    try {
      return header == null ? null : Identity.of(header);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The condition in a header; null if there is none or it can't be read. */
  public static @Nullable Condition condition(byte @Nullable [] header) {
    try {
      return header == null ? null : Condition.of(header);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The same record with another value. */
  public RoomRecord with(byte[] otherValue) {
    return new RoomRecord(room, type, identity, condition, otherValue, fault);
  }

  /** The placeholder for an event that later turned out to be unreadable. */
  public RoomRecord unreadable(String laterFault) {
    return room == null ? this : unreadable(room, identity, condition, laterFault);
  }

  /** Nearly all events are messages; they share one string. */
  private static String type(byte[] header) {
    return Arrays.equals(header, MESSAGE)
        ? Message.TYPE
        : new String(header, StandardCharsets.UTF_8);
  }

  private static RoomRecord unreadable(
      String room, @Nullable Identity identity, @Nullable Condition condition, String fault) {
    // Room names contain no character that JSON escapes.
    String placeholder = "{\"type\":\"" + UNREADABLE + "\",\"room\":\"" + room + "\"}";
    byte[] bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    return new RoomRecord(room, UNREADABLE, identity, condition, bytes, fault);
  }

  private static boolean isObject(byte[] value) {
    return value.length > 4 && value[0] == '{' && value[1] == '"' && value[value.length - 1] == '}';
  }
}
