package chat.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@link Topic#MESSAGES} as every reader takes it, without parsing its value. All make
 * the same of each: what one reader counts as a room's event, and so as a link of its chain, the
 * others do too.
 *
 * @param room whose event it is; null if the key names no room of that partition: then it is no
 *     event at all
 * @param type what the event is; {@value #UNREADABLE} if that can't be found out
 * @param identity by which doubles are dropped; null if it has none: nothing equals it
 * @param condition under which it counts; null: in any case
 * @param value the event as one JSON object; a placeholder if the record holds none
 * @param fault why it can't be read; null if it can
 */
public record RoomRecord(
    @Nullable String room,
    String type,
    @Nullable Identity identity,
    @Nullable Condition condition,
    byte[] value,
    @Nullable String fault) {

  /**
   * The type of what stands in for an event that can't be read, so that the chain has no hole.
   * Clients pass over it as over any type that they don't know.
   */
  public static final String UNREADABLE = "unreadable";

  /** The largest value, in bytes; a message with all that it may carry takes 50 kB. */
  public static final int MAX_VALUE = 256 * 1024;

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] MESSAGE = Message.TYPE.getBytes(StandardCharsets.UTF_8);

  /**
   * Takes a record.
   *
   * @param header gives the value of its last header of a name, null if it has none
   * @param partition where it stands
   * @param partitions of how many
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
   * The same with the headers.
   *
   * @param type the header {@link RecordHeaders#TYPE}
   * @param identity the header {@link RecordHeaders#IDENTITY}
   * @param condition the header {@link RecordHeaders#CONDITION}
   * @param partition where it stands
   * @param partitions of how many
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

  /** The identity that a header claims, null if it claims none that can be read. */
  public static @Nullable Identity identity(byte @Nullable [] header) {
    try {
      return header == null ? null : Identity.of(header);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The condition that a header holds, null if it holds none that can be read. */
  public static @Nullable Condition condition(byte @Nullable [] header) {
    try {
      return header == null ? null : Condition.of(header);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The same with another value. */
  public RoomRecord with(byte[] otherValue) {
    return new RoomRecord(room, type, identity, condition, otherValue, fault);
  }

  /** What stands in for an event that turned out to be unreadable later. */
  public RoomRecord unreadable(String laterFault) {
    return room == null ? this : unreadable(room, identity, condition, laterFault);
  }

  /** Nearly all are messages: one text for all of them. */
  private static String type(byte[] header) {
    return Arrays.equals(header, MESSAGE)
        ? Message.TYPE
        : new String(header, StandardCharsets.UTF_8);
  }

  private static RoomRecord unreadable(
      String room, @Nullable Identity identity, @Nullable Condition condition, String fault) {
    // Names of rooms have no character that JSON escapes.
    String placeholder = "{\"type\":\"" + UNREADABLE + "\",\"room\":\"" + room + "\"}";
    byte[] bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    return new RoomRecord(room, UNREADABLE, identity, condition, bytes, fault);
  }

  private static boolean isObject(byte[] value) {
    return value.length > 4 && value[0] == '{' && value[1] == '"' && value[value.length - 1] == '}';
  }
}
